package io.opentelemetry.lambda.client.opensearch;

import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Invocation;
import io.opentelemetry.lambda.client.Probe;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.opensearch.client.Request;
import org.opensearch.client.Response;
import org.opensearch.client.RestClient;

final class OpenSearchProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    try (Scope scope = Invocation.context().makeCurrent();
        RestClient client = RestClient.builder(HttpHost.create(url.replaceAll("/$", ""))).build()) {
      Request request = new Request("GET", "/orders");
      Object call = hooked ? OpenSearch.performRequest(client, request) : null;
      Response response = client.performRequest(request);
      Response given = hooked ? OpenSearch.result(response, call) : response;
      return given == response ? EntityUtils.toString(response.getEntity()) : "another response";
    }
  }
}
