package io.opentelemetry.lambda.emulator;

/** The emulator itself cannot go on; the message says why, and what to do, in one line. */
public final class EmulatorException extends RuntimeException {

  public EmulatorException(String message) {
    super(message);
  }

  public EmulatorException(String message, Throwable cause) {
    super(message, cause);
  }
}
