package io.opentelemetry.lambda.emulator.internal.invokeapi;

/** A call that does not reach the function. */
final class RefusedException extends RuntimeException {

  private final int status;
  private final String type;

  /**
   * @param status the HTTP status
   * @param type the name of AWS's exception
   */
  RefusedException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
