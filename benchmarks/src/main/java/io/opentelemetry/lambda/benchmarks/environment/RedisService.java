package io.opentelemetry.lambda.benchmarks.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers each command of Redis's protocol with {@code OK}. */
final class RedisService implements AutoCloseable {

  private static final int BACKLOG = 50;

  private final ServerSocket server;

  static RedisService start() {
    try {
      RedisService service =
          new RedisService(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
      startThread(service::accept);
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RedisService(ServerSocket server) {
    this.server = server;
  }

  private static void startThread(Runnable task) {
    Thread thread = new Thread(task, "redis");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        startThread(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void serve(Socket client) {
    try (client;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        OutputStream out = client.getOutputStream()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        // a command is an array: the number of its parts, and two lines for each
        int parts = Integer.parseInt(line.substring(1));
        for (int i = 0; i < 2 * parts; i++) {
          in.readLine();
        }
        out.write("+OK\r\n".getBytes(UTF_8));
      }
    } catch (IOException e) {
      // the function has ended
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // the benchmark ends
    }
  }
}
