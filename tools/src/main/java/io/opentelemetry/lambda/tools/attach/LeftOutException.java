package io.opentelemetry.lambda.tools.attach;

/** Says why a function is none of those that layers can be attached to. */
final class LeftOutException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LeftOutException(String message) {
    super(message);
  }
}
