package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.util.VirtualField;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: the caller's context, and the span, which starts with the first bytes and
 * ends with the response's head.
 */
final class VertxCall {

  private static final VirtualField<HttpClientRequest, VertxCall> CALLS =
      VirtualField.find(HttpClientRequest.class, VertxCall.class);

  final Context caller;
  private final HttpClientRequest request;
  private boolean started;
  private @Nullable Context context;

  static @Nullable VertxCall of(HttpClientRequest request) {
    return CALLS.get(request);
  }

  /** Makes the one of a request, unless it has one. */
  static synchronized VertxCall of(HttpClientRequest request, Context caller) {
    VertxCall call = CALLS.get(request);
    if (call == null) {
      call = new VertxCall(request, caller);
      CALLS.set(request, call);
    }
    return call;
  }

  private VertxCall(HttpClientRequest request, Context caller) {
    this.request = request;
    this.caller = caller;
  }

  synchronized void start(Instrumenter<HttpClientRequest, HttpClientResponse> instrumenter) {
    if (!started && instrumenter.shouldStart(caller, request)) {
      context = instrumenter.start(caller, request);
    }
    started = true;
  }

  synchronized void end(
      Instrumenter<HttpClientRequest, HttpClientResponse> instrumenter,
      @Nullable HttpClientResponse response,
      @Nullable Throwable error) {
    Context ended = context;
    context = null;
    if (ended != null) {
      instrumenter.end(ended, request, response, error);
    }
  }
}
