package io.opentelemetry.lambda.client.javahttpclient;

import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.lambda.client.internal.Hooks;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Traces each request, which is sent exactly once even if tracing fails. */
final class TracedHttpClient extends ForwardingHttpClient {

  private static final String CALL = "a call of java-http-client";

  private final JavaHttpClientTelemetry telemetry;

  TracedHttpClient(HttpClient client, JavaHttpClientTelemetry telemetry) {
    super(client);
    this.telemetry = telemetry;
  }

  @Override
  @SuppressWarnings("unchecked") // the response is of the call that the handler was for
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    GuardedHttpClient guarded = new GuardedHttpClient(client);
    try {
      return telemetry.newHttpClient(guarded).send(request, handler);
    } catch (Throwable e) {
      if (guarded.failure != null) {
        throw Hooks.<RuntimeException>rethrow(guarded.failure);
      }
      Hooks.leave(CALL, e);
      return guarded.result == null
          ? client.send(request, handler)
          : (HttpResponse<T>) guarded.result;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the future is of the call that the handler was for
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    GuardedHttpClient guarded = new GuardedHttpClient(client);
    try {
      return telemetry.newHttpClient(guarded).sendAsync(request, handler);
    } catch (Throwable e) {
      if (guarded.failure != null) {
        throw Hooks.<RuntimeException>rethrow(guarded.failure);
      }
      Hooks.leave(CALL, e);
      return guarded.result == null
          ? client.sendAsync(request, handler)
          : (CompletableFuture<HttpResponse<T>>) guarded.result;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the future is of the call that the handler was for
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushPromiseHandler) {
    GuardedHttpClient guarded = new GuardedHttpClient(client);
    try {
      return telemetry.newHttpClient(guarded).sendAsync(request, handler, pushPromiseHandler);
    } catch (Throwable e) {
      if (guarded.failure != null) {
        throw Hooks.<RuntimeException>rethrow(guarded.failure);
      }
      Hooks.leave(CALL, e);
      return guarded.result == null
          ? client.sendAsync(request, handler, pushPromiseHandler)
          : (CompletableFuture<HttpResponse<T>>) guarded.result;
    }
  }

  /** Keeps what came of one call. */
  private static final class GuardedHttpClient extends ForwardingHttpClient {

    private @Nullable Object result;
    private @Nullable Throwable failure;

    private GuardedHttpClient(HttpClient client) {
      super(client);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
        throws IOException, InterruptedException {
      try {
        HttpResponse<T> response = super.send(request, handler);
        result = response;
        return response;
      } catch (Throwable e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
        HttpRequest request, HttpResponse.BodyHandler<T> handler) {
      try {
        CompletableFuture<HttpResponse<T>> future = super.sendAsync(request, handler);
        result = future;
        return future;
      } catch (Throwable e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
        HttpRequest request,
        HttpResponse.BodyHandler<T> handler,
        HttpResponse.PushPromiseHandler<T> pushPromiseHandler) {
      try {
        CompletableFuture<HttpResponse<T>> future =
            super.sendAsync(request, handler, pushPromiseHandler);
        result = future;
        return future;
      } catch (Throwable e) {
        failure = e;
        throw e;
      }
    }
  }
}
