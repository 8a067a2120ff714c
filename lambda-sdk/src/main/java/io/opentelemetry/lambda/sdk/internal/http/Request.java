package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.HttpResponse;
import java.util.List;
import java.util.function.Consumer;

/** One export, serialised. Its fields are guarded by the {@link Outbox}. */
final class Request {

  /** About what it takes beside its bytes, with what the exporter keeps to be called back. */
  private static final int OVERHEAD = 500;

  final byte[] body;
  private final Consumer<HttpResponse> onResponse;
  private final Consumer<Throwable> onError;

  /** Its place among the requests of all lanes. */
  long number;

  int attempts;

  /** Set where others in the same batch must not suffer from a refusal of this one. */
  boolean alone;

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
    } catch (Throwable e) {
      // the exporter's own fault, and nothing that could be done about it
    }
  }

  /** Tells the exporter that it is lost; not to be called with the outbox locked. */
  void fail(Throwable reason) {
    try {
      onError.accept(reason);
    } catch (Throwable e) {
      // as above
    }
  }

  static void fail(List<Request> requests, Throwable reason) {
    for (Request request : requests) {
      request.fail(reason);
    }
  }
}
