package io.opentelemetry.lambda.client.opensearch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Node;
import org.opensearch.client.Request;
import org.opensearch.client.RestClient;

/** A request, and the client that sends it. */
final class OpenSearchRequest {

  final String method;
  final String endpoint;
  private final RestClient client;

  OpenSearchRequest(RestClient client, Request request) {
    this.client = client;
    method = request.getMethod();
    endpoint = request.getEndpoint();
  }

  /** The one server that the client knows; null if there are several. */
  @Nullable Node server() {
    List<Node> nodes = client.getNodes();
    return nodes.size() == 1 ? nodes.get(0) : null;
  }
}
