package io.opentelemetry.lambda.emulator.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** Sends what a client library would not. */
public final class RawRequest {

  private static final int TIMEOUT_MILLIS = 20_000;

  /** Writes the body, piece by piece. */
  public interface Body {

    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Sends a request, and gives all that comes as an answer.
   *
   * @param head the request line and the headers, separated by line ends
   */
  public static String send(int port, String head, Body body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      try {
        OutputStream out = socket.getOutputStream();
        out.write((head.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
        body.writeTo(out);
      } catch (SocketException e) {
        // who does not want the rest of a body closes the connection
      }
      return answer(socket.getInputStream());
    }
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        answer.append((char) next);
      }
    } catch (SocketException e) {
      // what has not been read resets the connection when it is closed
    }
    return answer.toString();
  }

  private RawRequest() {}
}
