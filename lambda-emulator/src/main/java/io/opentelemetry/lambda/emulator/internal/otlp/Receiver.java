package io.opentelemetry.lambda.emulator.internal.otlp;

/** Receives exports at a port. */
public interface Receiver extends AutoCloseable {

  int port();

  /** Closes the port and every connection to it. */
  void closePort();

  /** Opens the same port again. */
  void openPort();

  @Override
  void close();
}
