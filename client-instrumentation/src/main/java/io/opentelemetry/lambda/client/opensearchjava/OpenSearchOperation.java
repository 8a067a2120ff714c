package io.opentelemetry.lambda.client.opensearchjava;

/** A request of the client, as it is sent. */
final class OpenSearchOperation {

  final String method;
  final String path;

  OpenSearchOperation(String method, String path) {
    this.method = method;
    this.path = path;
  }
}
