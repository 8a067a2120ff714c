package io.opentelemetry.lambda.client.apachehttpclient4;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.apachehttpclient.v4_3.ApacheHttpClientRequest;
import io.opentelemetry.lambda.guard.Guarded;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.concurrent.FutureCallback;
import org.jspecify.annotations.Nullable;

/**
 * One call, and its callback. Who waits for its future may go on before the callback is called, so
 * the span of one with a result ends before that. The caller's own callback is called in the
 * caller's context.
 */
final class AsyncCall4<T> implements FutureCallback<T> {

  private final ApacheHttpAsyncClient4 library;
  private final Context parent;
  private final @Nullable FutureCallback<T> callback;
  private @Nullable ApacheHttpClientRequest request;
  private @Nullable Context context;
  private @Nullable HttpResponse response;

  AsyncCall4(ApacheHttpAsyncClient4 library, Context parent, @Nullable FutureCallback<T> callback) {
    this.library = library;
    this.parent = parent;
    this.callback = callback;
  }

  /** When the request is there, before it is sent. */
  @Guarded(ApacheHttpAsyncClient4.LIBRARY)
  synchronized void start(@Nullable HttpHost target, HttpRequest sent) {
    ApacheHttpClientRequest made = library.request(target, sent);
    if (request == null && library.instrumenter().shouldStart(parent, made)) {
      Context started = library.instrumenter().start(parent, made);
      request = made;
      context = started;
      library.inject(started, sent);
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

  /** There is no span of a request that was never made. */
  @Guarded(ApacheHttpAsyncClient4.LIBRARY)
  synchronized void end(@Nullable Throwable error) {
    Context started = context;
    context = null;
    if (started != null && request != null) {
      library.instrumenter().end(started, request, response, error);
    }
  }
}
