package io.opentelemetry.lambda.client.opensearch;

import org.jspecify.annotations.Nullable;

/** A request, as the conventions describe it. */
final class OpenSearchRequest {

  final String method;
  final String endpoint;

  @Nullable String host;
  int port = -1;

  OpenSearchRequest(String method, String endpoint) {
    this.method = method;
    this.endpoint = endpoint;
  }

  void setServer(String host, int port) {
    this.host = host;
    this.port = port;
  }
}
