package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Runtime API, version 2018-06-01: hands events to the function's runtime and takes its
 * answers.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">AWS's reference</a>
 */
public final class RuntimeApi implements AutoCloseable {

  private static final String ROOT = "/2018-06-01/runtime";
  private static final String JSON = "application/json";
  private static final byte[] ACCEPTED = "{\"status\":\"OK\"}".getBytes(UTF_8);

  private final HttpService server;
  private final Map<String, PendingInvocation> pending = new ConcurrentHashMap<>();
  private final Object lock = new Object();
  private CompletableFuture<HttpExchange> next = new CompletableFuture<>();
  private CompletableFuture<FunctionError> initError = new CompletableFuture<>();

  public static RuntimeApi start() {
    return new RuntimeApi();
  }

  private RuntimeApi() {
    this.server =
        HttpService.builder("Runtime API")
            .route("GET", ROOT + "/invocation/next", this::next)
            .route("POST", ROOT + "/invocation/{id}/response", this::response)
            .route("POST", ROOT + "/invocation/{id}/error", this::error)
            .route("POST", ROOT + "/init/error", this::initError)
            .start(0);
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
  public String address() {
    return "127.0.0.1:" + server.port();
  }

  /** Forgets the runtime there was, before another one starts. */
  public void reset() {
    synchronized (lock) {
      next = new CompletableFuture<>();
      initError = new CompletableFuture<>();
      pending.clear();
    }
  }

  /** Done when the runtime asks for its next event, and has not been given it yet. */
  public CompletableFuture<?> idle() {
    synchronized (lock) {
      return next;
    }
  }

  /** Done when the runtime reports that its init has failed. */
  public CompletableFuture<FunctionError> initError() {
    synchronized (lock) {
      return initError;
    }
  }

  /** Gives an event to the runtime, which must be idle. */
  public void deliver(PendingInvocation invocation) {
    HttpExchange exchange;
    synchronized (lock) {
      exchange = next.join();
      next = new CompletableFuture<>();
    }
    pending.put(invocation.requestId(), invocation);
    exchange.reply(200, JSON, invocation.event(), invocation.headers());
  }

  private void next(HttpExchange exchange) {
    synchronized (lock) {
      next.complete(exchange);
    }
  }

  private void response(HttpExchange exchange) {
    PendingInvocation invocation = pending.remove(exchange.pathParameter("id"));
    if (invocation == null) {
      refuse(exchange);
      return;
    }
    byte[] response = exchange.body();
    invocation.complete(Outcome.success(new String(response, UTF_8)));
    exchange.reply(202, JSON, ACCEPTED);
  }

  private void error(HttpExchange exchange) {
    PendingInvocation invocation = pending.remove(exchange.pathParameter("id"));
    if (invocation == null) {
      refuse(exchange);
      return;
    }
    invocation.complete(Outcome.failure(ErrorDocument.parse(exchange)));
    exchange.reply(202, JSON, ACCEPTED);
  }

  private void initError(HttpExchange exchange) {
    FunctionError error = ErrorDocument.parse(exchange);
    exchange.reply(202, JSON, ACCEPTED);
    initError().complete(error);
  }

  private static void refuse(HttpExchange exchange) {
    exchange.reply(
        400,
        JSON,
        "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}"
            .getBytes(UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
