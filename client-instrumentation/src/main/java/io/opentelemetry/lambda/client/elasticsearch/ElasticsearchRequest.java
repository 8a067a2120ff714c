package io.opentelemetry.lambda.client.elasticsearch;

import java.util.List;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Node;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/** A request, and the client that sends it. */
final class ElasticsearchRequest {

  final String method;
  final String path;

  /** Named by the Java client; null for who calls the low-level one. */
  final @Nullable String operation;

  private final RestClient client;

  ElasticsearchRequest(RestClient client, Request request) {
    this.client = client;
    method = request.getMethod();
    path = request.getEndpoint();
    operation = ElasticsearchJava.operation();
  }

  /** The one server that the client knows; null if there are several. */
  @Nullable HttpHost server() {
    List<Node> nodes = client.getNodes();
    return nodes.size() == 1 ? nodes.get(0).getHost() : null;
  }
}
