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
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that keeps what it takes, and behaves as it is told to. */
final class TestBackend implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<byte[]> askedBytes = new CopyOnWriteArrayList<>();
  private final AtomicInteger once = new AtomicInteger();
  private volatile int status = 200;
  private volatile String retryAfter = "";
  private volatile String refusedText = "";
  private volatile int refusedStatus;
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

  /** The requests that it has taken, in the order of arrival. */
  List<String> taken() {
    return taken;
  }

  /** All that it was asked to take. */
  List<String> asked() {
    return askedBytes.stream().map(bytes -> new String(bytes, UTF_8)).toList();
  }

  List<byte[]> askedBytes() {
    return askedBytes;
  }

  void answerWith(int status) {
    this.status = status;
  }

  /** Answers the next request with the status, and those after it with 200. */
  void answerOnceWith(int status) {
    this.status = 200;
    once.set(status);
  }

  /** Answers requests that contain the text with the status. */
  void refuseWhatHas(String text, int status) {
    refusedText = text;
    refusedStatus = status;
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
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    String body = new String(bytes, UTF_8);
    askedBytes.add(bytes);
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    int code = statusFor(body);
    if (code == 200) {
      taken.add(body);
    } else if (!retryAfter.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", retryAfter);
    }
    exchange.sendResponseHeaders(code, -1);
    exchange.close();
  }

  private int statusFor(String body) {
    int first = once.getAndSet(0);
    if (first != 0) {
      return first;
    }
    return !refusedText.isEmpty() && body.contains(refusedText) ? refusedStatus : status;
  }

  @Override
  public void close() {
    goOn();
    server.stop(0);
    threads.shutdownNow();
  }
}
