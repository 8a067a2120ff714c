package io.opentelemetry.lambda.sdk.internal.http;

import java.io.IOException;

/** The connection ended before the first byte of a response. */
final class ConnectionLostException extends IOException {

  ConnectionLostException(String message) {
    super(message);
  }
}
