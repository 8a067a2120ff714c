package io.opentelemetry.lambda.instrumentation.internal.flush;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lambda's Extensions API, which sends the events that it is told to. */
final class LocalExtensionsApi implements AutoCloseable {

  private static final String PREFIX = "/2020-01-01/extension/";

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final CopyOnWriteArrayList<String> registrations = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile int status = 200;
  private volatile long registrationDelayMillis;

  static LocalExtensionsApi start() throws IOException {
    return new LocalExtensionsApi();
  }

  private LocalExtensionsApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(PREFIX + "register", this::register);
    server.createContext(PREFIX + "event/next", this::next);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  Map<String, String> variables(String policy) {
    return Map.of("AWS_LAMBDA_RUNTIME_API", address(), "OTEL_LAMBDA_FLUSH", policy);
  }

  /** Answers all requests from now on with this status. */
  void answer(int status) {
    this.status = status;
  }

  /** Keeps the next registration waiting for so long. */
  void delayRegistration(long millis) {
    registrationDelayMillis = millis;
  }

  void invoke(String requestId, long deadlineMillis) {
    events.add(
        "{\"eventType\":\"INVOKE\",\"deadlineMs\":%d,\"requestId\":\"%s\",\"tracing\":{}}"
            .formatted(deadlineMillis, requestId));
  }

  void send(String event) {
    events.add(event);
  }

  /** How often the extension has asked for an event. */
  int asked() {
    return asked.get();
  }

  /** The name that an extension registered with, and the body of its request. */
  CopyOnWriteArrayList<String> registrations() {
    return registrations;
  }

  private void register(HttpExchange exchange) throws IOException {
    registrations.add(
        exchange.getRequestHeaders().getFirst("Lambda-Extension-Name")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    exchange.getResponseHeaders().add("Lambda-Extension-Identifier", "id-1");
    Executor later =
        CompletableFuture.delayedExecutor(registrationDelayMillis, TimeUnit.MILLISECONDS);
    later.execute(
        () -> {
          try {
            reply(exchange, "{}");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void next(HttpExchange exchange) {
    asked.incrementAndGet();
    try {
      reply(
          exchange,
          "id-1".equals(exchange.getRequestHeaders().getFirst("Lambda-Extension-Identifier"))
              ? events.take()
              : "another extension");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reply(HttpExchange exchange, String body) throws IOException {
    // 0: in chunks
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body.getBytes(UTF_8));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
