package io.opentelemetry.lambda.sdk.internal.http;

import java.io.IOException;

/** A request is given up; where that was found out tells nobody anything. */
final class DroppedException extends IOException {

  DroppedException(String reason) {
    super(reason);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
