package io.opentelemetry.lambda.emulator.internal.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The Runtime API by the JDK's server, which has nothing of the emulator's. */
final class PlainRuntimeApi implements AutoCloseable {

  private static final String ROOT = "/2018-06-01/runtime/";

  private final HttpServer server;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  /**
   * Something that a runtime has sent.
   *
   * @param path {@code response}, {@code error} or {@code init}
   */
  record Answer(String path, String body) {}

  PlainRuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(ROOT + "invocation/next", this::next);
    server.createContext(ROOT + "invocation/the-id/response", x -> accept(x, "response"));
    server.createContext(ROOT + "invocation/the-id/error", x -> accept(x, "error"));
    server.createContext(ROOT + "init/error", x -> accept(x, "init"));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Passes an event to the runtime, and waits for what it sends. */
  Answer invoke(String event) throws InterruptedException {
    events.add(event);
    return await();
  }

  /** Waits for what the runtime sends. */
  Answer await() throws InterruptedException {
    Answer answer = answers.poll(60, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("the runtime does not answer");
    }
    return answer;
  }

  /** Waits until the runtime asks for an event for the first time. */
  void awaitReady() throws InterruptedException {
    if (!asked.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the runtime does not ask for an event");
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    asked.countDown();
    try {
      byte[] event = events.take().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "the-id");
      exchange
          .getResponseHeaders()
          .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 30_000));
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Invoked-Function-Arn",
              "arn:aws:lambda:us-east-1:123456789012:function:function");
      exchange.sendResponseHeaders(200, event.length);
      exchange.getResponseBody().write(event);
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(HttpExchange exchange, String path) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
    answers.add(new Answer(path, body));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
