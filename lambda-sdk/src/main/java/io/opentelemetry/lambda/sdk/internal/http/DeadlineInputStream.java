package io.opentelemetry.lambda.sdk.internal.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * Reads from a socket until a deadline, however slowly it trickles in, and keeps what it has
 * received by then.
 */
final class DeadlineInputStream extends FilterInputStream {

  private final Socket socket;
  private final ExchangeDeadline deadline;

  DeadlineInputStream(Socket socket, ExchangeDeadline deadline) throws IOException {
    super(socket.getInputStream());
    this.socket = socket;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    socket.setSoTimeout(deadline.remainingMillisOrLook());
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    socket.setSoTimeout(deadline.remainingMillisOrLook());
    return super.read(bytes, offset, length);
  }
}
