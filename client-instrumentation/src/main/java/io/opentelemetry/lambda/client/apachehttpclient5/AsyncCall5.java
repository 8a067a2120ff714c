package io.opentelemetry.lambda.client.apachehttpclient5;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.guard.Guarded;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One call, and its callback. Who waits for its future may go on before the callback is called, so
 * the span of one with a result ends before that. The caller's own callback is called in the
 * caller's context.
 */
final class AsyncCall5<T> implements FutureCallback<T> {

  private final Instrumenter<HttpRequest, HttpResponse> instrumenter;
  private final Context parent;
  private final @Nullable FutureCallback<T> callback;
  private @Nullable HttpRequest request;
  private @Nullable Context context;
  private @Nullable HttpResponse response;

  AsyncCall5(
      Instrumenter<HttpRequest, HttpResponse> instrumenter,
      Context parent,
      @Nullable FutureCallback<T> callback) {
    this.instrumenter = instrumenter;
    this.parent = parent;
    this.callback = callback;
  }

  /** When the request is there, before it is sent. */
  @Guarded(ApacheHttpAsyncClient5.LIBRARY)
  synchronized void start(HttpRequest sent) {
    if (request == null && instrumenter.shouldStart(parent, sent)) {
      request = sent;
      context = instrumenter.start(parent, sent);
    }
  }

  @Override
  public void completed(T result) {
    end(null);
    if (callback != null) {
      try (Scope scope = parent.makeCurrent()) {
        callback.completed(result);
      }
    }
  }

  @Override
  public void failed(Exception error) {
    end(error);
    if (callback != null) {
      try (Scope scope = parent.makeCurrent()) {
        callback.failed(error);
      }
    }
  }

  @Override
  public void cancelled() {
    end(null);
    if (callback != null) {
      try (Scope scope = parent.makeCurrent()) {
        callback.cancelled();
      }
    }
  }

  synchronized void respond(HttpResponse received) {
    response = received;
  }

  /** There is no span of a request that was never made, as when nobody takes the connection. */
  @Guarded(ApacheHttpAsyncClient5.LIBRARY)
  synchronized void end(@Nullable Throwable error) {
    Context started = context;
    context = null;
    if (started != null && request != null) {
      instrumenter.end(started, request, response, error);
    }
  }
}
