package io.opentelemetry.lambda.tools.attach;

/** Says why a function is left as it is, and what to do about it. */
final class LeftAloneException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LeftAloneException(String message) {
    super(message);
  }
}
