package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend that answers the requests of each connection with given bytes, and then closes it. */
final class ScriptedServer implements AutoCloseable {

  private final ServerSocket server;
  private final List<List<String>> connections;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * @param connections for each connection, the answers to its requests
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // nothing is written to the array
  static ScriptedServer start(List<String>... connections) throws IOException {
    ScriptedServer server = new ScriptedServer(Arrays.asList(connections));
    Thread thread = new Thread(server::serve, "scripted server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private ScriptedServer(List<List<String>> connections) throws IOException {
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.connections = connections;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The requests so far, head and body. */
  List<String> requests() {
    return requests;
  }

  private void serve() {
    try {
      for (List<String> answers : connections) {
        try (Socket socket = server.accept()) {
          InputStream in = new BufferedInputStream(socket.getInputStream());
          for (String answer : answers) {
            requests.add(readRequest(in));
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
          }
        }
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String readRequest(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.read());
    }
    String text = head.toString(ISO_8859_1);
    int length = Integer.parseInt(text.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    return text + new String(in.readNBytes(length), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
