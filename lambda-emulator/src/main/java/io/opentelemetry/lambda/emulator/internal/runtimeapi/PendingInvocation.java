package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An event on its way through the runtime. */
public final class PendingInvocation {

  private final String requestId;
  private final byte[] event;
  private final Map<String, String> headers;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /**
   * @param headers those of the Runtime API's answer, the request id's included
   */
  public PendingInvocation(String requestId, byte[] event, Map<String, String> headers) {
    this.requestId = requestId;
    this.event = event;
    this.headers = headers;
  }

  public String requestId() {
    return requestId;
  }

  public CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  byte[] event() {
    return event;
  }

  Map<String, String> headers() {
    return headers;
  }

  void complete(Outcome result) {
    outcome.complete(result);
  }
}
