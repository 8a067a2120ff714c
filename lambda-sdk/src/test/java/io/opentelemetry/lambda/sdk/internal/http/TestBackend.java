package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A backend that keeps what it takes, and behaves as it is told to. */
final class TestBackend implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String retryAfter = "";
  private volatile CountDownLatch gate = new CountDownLatch(0);

  static TestBackend start() throws IOException {
    return new TestBackend(0);
  }

  static TestBackend start(int port) throws IOException {
    return new TestBackend(port);
  }

  private TestBackend(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** What it has taken, in the order of arrival. */
  List<String> taken() {
    return taken;
  }

  /** All that it was asked to take. */
  List<String> asked() {
    return asked;
  }

  void answerWith(int status) {
    this.status = status;
  }

  void answerWith(int status, String retryAfter) {
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Keeps requests waiting for their answers, until {@link #goOn()}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void goOn() {
    gate.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    asked.add(body);
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (status == 200) {
      taken.add(body);
    } else if (!retryAfter.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", retryAfter);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    goOn();
    server.stop(0);
    threads.shutdownNow();
  }
}
