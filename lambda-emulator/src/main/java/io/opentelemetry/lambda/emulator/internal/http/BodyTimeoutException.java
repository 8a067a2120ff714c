package io.opentelemetry.lambda.emulator.internal.http;

import java.time.Duration;

/** A request's body has not ended in time. */
public final class BodyTimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BodyTimeoutException(Duration timeout) {
    super("The request's body has not ended in " + timeout.toSeconds() + " s");
  }
}
