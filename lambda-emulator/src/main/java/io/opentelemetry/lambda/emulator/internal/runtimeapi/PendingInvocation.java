package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import io.opentelemetry.lambda.emulator.internal.http.ApiReplies;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An event on its way through the runtime. */
public final class PendingInvocation {

  private final String requestId;
  private final byte[] event;
  private final Map<String, String> headers;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /**
   * Makes an invocation of an event.
   *
   * @param headers those of the Runtime API's answer, the request id's included
   */
  public static PendingInvocation of(String requestId, byte[] event, Map<String, String> headers) {
    return new PendingInvocation(requestId, event, headers);
  }

  private PendingInvocation(String requestId, byte[] event, Map<String, String> headers) {
    this.requestId = requestId;
    this.event = event;
    this.headers = headers;
  }

  public String requestId() {
    return requestId;
  }

  /** Done when the runtime has answered. */
  public CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  void reply(HttpExchange exchange) {
    exchange.reply(200, ApiReplies.JSON, event, headers);
  }

  void complete(Outcome result) {
    outcome.complete(result);
  }
}
