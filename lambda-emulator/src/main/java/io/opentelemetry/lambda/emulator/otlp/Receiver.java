package io.opentelemetry.lambda.emulator.otlp;

/** Receives exports at a port. */
public interface Receiver extends AutoCloseable {

  int port();

  /** Drops the connections on which no request waits for its answer, as a NAT gateway does. */
  void dropConnections();

  /** Closes the port and every connection to it. */
  void closePort();

  /** Opens the same port again. */
  void openPort();

  @Override
  void close();
}
