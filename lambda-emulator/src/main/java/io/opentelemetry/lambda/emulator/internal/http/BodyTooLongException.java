package io.opentelemetry.lambda.emulator.internal.http;

/** A request's body is longer than it may be. */
public final class BodyTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long length;

  BodyTooLongException(long length, int limit) {
    super("the body is longer than " + limit + " bytes");
    this.length = length;
  }

  /** The body's length in bytes, as far as it is known. */
  public long length() {
    return length;
  }
}
