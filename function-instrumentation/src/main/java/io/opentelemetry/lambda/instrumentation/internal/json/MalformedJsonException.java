package io.opentelemetry.lambda.instrumentation.internal.json;

/** Without a message and a stack, since nobody is told: an event need not be JSON. */
public final class MalformedJsonException extends RuntimeException {

  MalformedJsonException() {
    super(null, null, false, false);
  }
}
