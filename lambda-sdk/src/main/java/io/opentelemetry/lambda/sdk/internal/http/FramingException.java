package io.opentelemetry.lambda.sdk.internal.http;

import java.io.IOException;

/** A response is not framed as HTTP/1.1 demands, so that nobody knows where it ends. */
final class FramingException extends IOException {

  FramingException(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
