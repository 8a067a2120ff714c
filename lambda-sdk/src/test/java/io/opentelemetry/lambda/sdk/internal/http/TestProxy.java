package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy, whatever the name of what it is asked for: all is at one port of this machine. */
final class TestProxy implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final int target;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private volatile String refusal = "";

  static TestProxy start(int target) throws IOException {
    TestProxy proxy = new TestProxy(target);
    run(proxy::serve);
    return proxy;
  }

  private TestProxy(int target) throws IOException {
    this.target = target;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The requests that it got, up to the empty line. */
  List<String> heads() {
    return heads;
  }

  void refuseWith(String status) {
    refusal = status;
  }

  private void serve() {
    try {
      while (true) {
        Socket client = server.accept();
        run(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket backend = new Socket(InetAddress.getLoopbackAddress(), target)) {
      InputStream in = client.getInputStream();
      String head = readHead(in);
      heads.add(head);
      if (!refusal.isEmpty()) {
        write(client.getOutputStream(), "HTTP/1.1 " + refusal + "\r\nContent-Length: 3\r\n\r\nno!");
        return;
      }
      if (head.startsWith("CONNECT ")) {
        write(client.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
      } else {
        write(backend.getOutputStream(), head.replaceFirst("http://[^/]+", ""));
      }
      run(() -> copy(backend, client));
      in.transferTo(backend.getOutputStream());
    } catch (IOException e) {
      // one of the two has gone
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // as above
    }
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.read());
    }
    return head.toString(ISO_8859_1);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "test proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
