package io.opentelemetry.lambda.instrument;

/** A function cannot be instrumented. The message is the command's, and says why. */
public final class FunctionRefusedException extends Exception {

  FunctionRefusedException(String message) {
    super(message);
  }
}
