package io.opentelemetry.lambda.sdk.http;

import java.io.IOException;

/** The connection ended before the first byte of a response. */
final class ConnectionLostException extends IOException {

  ConnectionLostException(String message) {
    super(message);
  }
}
