package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.HttpResponse;
import java.util.function.Consumer;

/** One export, serialised. What changes is guarded by the {@link Outbox}. */
final class Request {

  /** About what it takes beside its bytes, with what the exporter keeps to be called back. */
  private static final int OVERHEAD = 500;

  final byte[] body;
  private final Consumer<HttpResponse> onResponse;
  private final Consumer<Throwable> onError;

  /** Its place among the requests of all senders. */
  long number;

  int attempts;

  /** When the present attempt began, in {@link System#nanoTime()}. */
  long begun;

  /** Whether it has been seen to take longer than it may. */
  boolean overdue;

  Request(byte[] body, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    this.body = body;
    this.onResponse = onResponse;
    this.onError = onError;
  }

  /** How much of the queue it takes, in bytes. */
  long size() {
    return (long) body.length + OVERHEAD;
  }

  /** Tells the exporter what has become of it; not to be called with the outbox locked. */
  void respond(HttpResponse response) {
    try {
      onResponse.accept(response);
    } catch (RuntimeException e) {
      // the exporter's own fault, and nothing that could be done about it
    }
  }

  /** Tells the exporter that it is lost; not to be called with the outbox locked. */
  void fail(Throwable reason) {
    try {
      onError.accept(reason);
    } catch (RuntimeException e) {
      // as above
    }
  }
}
