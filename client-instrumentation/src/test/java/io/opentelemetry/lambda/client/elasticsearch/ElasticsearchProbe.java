package io.opentelemetry.lambda.client.elasticsearch;

import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Invocation;
import io.opentelemetry.lambda.client.Probe;
import org.apache.http.HttpHost;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.RestClient;

final class ElasticsearchProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    try (Scope scope = Invocation.context().makeCurrent();
        RestClient client = RestClient.builder(HttpHost.create(url.replaceAll("/$", ""))).build()) {
      Request request = new Request("GET", "/orders");
      Object call = hooked ? Elasticsearch.performRequest(client, request) : null;
      Response response = client.performRequest(request);
      Response given = hooked ? Elasticsearch.result(response, call) : response;
      return given == response ? EntityUtils.toString(response.getEntity()) : "another response";
    }
  }
}
