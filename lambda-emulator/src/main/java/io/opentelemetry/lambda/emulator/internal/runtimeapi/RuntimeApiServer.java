package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.internal.http.ApiReplies;
import io.opentelemetry.lambda.emulator.internal.http.BodyTooLongException;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The Runtime API, version 2018-06-01: hands events to the function's runtime and takes its
 * answers.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">AWS's reference</a>
 */
public final class RuntimeApiServer {

  /** 6 MB and a little for what surrounds the response. */
  private static final int MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

  private static final String ROOT = "/2018-06-01/runtime";

  private final int concurrency;
  private final Object lock = new Object();

  // all of it starts anew with each runtime
  private final Queue<HttpExchange> waiting = new ArrayDeque<>();
  private final Queue<PendingInvocation> undelivered = new ArrayDeque<>();
  private final Map<String, PendingInvocation> delivered = new HashMap<>();
  private CompletableFuture<Void> idle = new CompletableFuture<>();
  private CompletableFuture<FunctionError> initError = new CompletableFuture<>();
  private CompletableFuture<Void> restoreAwaited = new CompletableFuture<>();
  private CompletableFuture<FunctionError> restoreError = new CompletableFuture<>();
  private @Nullable HttpExchange restore;
  private @Nullable String lastAnswered;

  /**
   * Serves the API.
   *
   * @param concurrency how many events the runtime may ask for at once
   */
  public static RuntimeApiServer create(HttpService.Builder server, int concurrency) {
    RuntimeApiServer api = new RuntimeApiServer(concurrency);
    server
        .route("GET", ROOT + "/invocation/next", api::next)
        .route("POST", ROOT + "/invocation/{id}/response", api::response)
        .route("POST", ROOT + "/invocation/{id}/error", api::error)
        .route("POST", ROOT + "/init/error", api::initError)
        .route("GET", ROOT + "/restore/next", api::restoreNext)
        .route("POST", ROOT + "/restore/error", api::restoreError);
    return api;
  }

  private RuntimeApiServer(int concurrency) {
    this.concurrency = concurrency;
  }

  /** Forgets the runtime there was, before another one starts. */
  public void reset() {
    synchronized (lock) {
      waiting.clear();
      undelivered.clear();
      delivered.clear();
      idle = new CompletableFuture<>();
      initError = new CompletableFuture<>();
      restoreAwaited = new CompletableFuture<>();
      restoreError = new CompletableFuture<>();
      restore = null;
      lastAnswered = null;
    }
  }

  /** Done when the runtime asks for an event and there is none. */
  public CompletableFuture<Void> idle() {
    synchronized (lock) {
      return idle;
    }
  }

  /** Done when the runtime reports that its init has failed. */
  public CompletableFuture<FunctionError> initError() {
    synchronized (lock) {
      return initError;
    }
  }

  /** Done when the runtime is ready for its snapshot, and waits to be restored from it. */
  public CompletableFuture<Void> restoreAwaited() {
    synchronized (lock) {
      return restoreAwaited;
    }
  }

  /** Done when the runtime reports that its hooks after a restore have failed. */
  public CompletableFuture<FunctionError> restoreError() {
    synchronized (lock) {
      return restoreError;
    }
  }

  /** Tells a runtime that waits for it that it has been restored. */
  public void restored() {
    HttpExchange exchange;
    synchronized (lock) {
      exchange = restore;
      restore = null;
    }
    if (exchange != null) {
      exchange.reply(200, ApiReplies.JSON, new byte[0]);
    }
  }

  /** Gives an event to the runtime as soon as it asks for one. */
  public void deliver(PendingInvocation invocation) {
    HttpExchange exchange;
    synchronized (lock) {
      exchange = waiting.poll();
      if (exchange == null) {
        undelivered.add(invocation);
        return;
      }
      if (waiting.isEmpty()) {
        idle = new CompletableFuture<>();
      }
      delivered.put(invocation.requestId(), invocation);
    }
    invocation.reply(exchange);
  }

  private void next(HttpExchange exchange) {
    PendingInvocation invocation;
    CompletableFuture<Void> nowIdle;
    synchronized (lock) {
      invocation = undelivered.poll();
      if (invocation != null) {
        delivered.put(invocation.requestId(), invocation);
        nowIdle = new CompletableFuture<>();
      } else if (waiting.size() == concurrency) {
        refuseTransition(exchange);
        return;
      } else {
        waiting.add(exchange);
        nowIdle = idle;
      }
    }
    if (invocation == null) {
      nowIdle.complete(null);
    } else {
      invocation.reply(exchange);
    }
  }

  private void response(HttpExchange exchange) {
    byte[] response;
    try {
      // a streamed one takes as long as the function's timeout, which ends it
      response = exchange.streamedBody(MAX_RESPONSE_BYTES);
    } catch (BodyTooLongException e) {
      refuseTooLarge(exchange, e.length());
      return;
    }
    PendingInvocation invocation = take(exchange);
    if (invocation != null) {
      invocation.complete(StreamError.of(exchange).orElseGet(() -> Outcome.success(response)));
      ApiReplies.accepted(exchange);
    }
  }

  private void refuseTooLarge(HttpExchange exchange, long length) {
    PendingInvocation invocation = take(exchange);
    if (invocation != null) {
      invocation.complete(Outcome.failure(tooLarge(length)));
      ApiReplies.error(
          exchange,
          413,
          "RequestEntityTooLarge",
          "Exceeded maximum allowed payload size (" + MAX_RESPONSE_BYTES + " bytes).");
    }
  }

  private static FunctionError tooLarge(long length) {
    return FunctionError.of(
        "Function.ResponseSizeTooLarge",
        "Response payload size ("
            + length
            + " bytes) exceeded maximum allowed payload size ("
            + MAX_RESPONSE_BYTES
            + " bytes).");
  }

  private void error(HttpExchange exchange) {
    byte[] document = exchange.body();
    PendingInvocation invocation = take(exchange);
    if (invocation != null) {
      invocation.complete(Outcome.failure(ErrorDocument.parse(exchange, document), document));
      ApiReplies.accepted(exchange);
    }
  }

  /** The invocation that is answered; null, and a refusal, if it waits for no answer. */
  private @Nullable PendingInvocation take(HttpExchange exchange) {
    String id = exchange.pathParameter("id");
    PendingInvocation invocation;
    boolean again;
    synchronized (lock) {
      invocation = delivered.remove(id);
      again = invocation == null && id.equals(lastAnswered);
      if (invocation != null) {
        lastAnswered = id;
      }
    }
    if (again) {
      refuseTransition(exchange);
    } else if (invocation == null) {
      ApiReplies.error(exchange, 400, "InvalidRequestID", "Invalid request ID");
    }
    return invocation;
  }

  private void initError(HttpExchange exchange) {
    // told before it is answered: the runtime exits then
    initError().complete(ErrorDocument.parse(exchange));
    ApiReplies.accepted(exchange);
  }

  private void restoreNext(HttpExchange exchange) {
    CompletableFuture<Void> awaited;
    synchronized (lock) {
      restore = exchange;
      awaited = restoreAwaited;
    }
    awaited.complete(null);
  }

  private void restoreError(HttpExchange exchange) {
    restoreError().complete(ErrorDocument.parse(exchange));
    ApiReplies.accepted(exchange);
  }

  private static void refuseTransition(HttpExchange exchange) {
    ApiReplies.error(exchange, 403, "InvalidStateTransition", "Transition is not allowed");
  }
}
