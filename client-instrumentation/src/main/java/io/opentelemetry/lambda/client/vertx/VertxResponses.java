package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.guard.Guarded;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** Ends the spans of requests, and gives what is called with a response the caller's context. */
public final class VertxResponses {

  /** Before the caller gets a response's head. */
  @Guarded(VertxHttpClient.LIBRARY)
  public static @Nullable Object handleResponse(
      Object request,
      @Nullable Promise<HttpClientResponse> promise,
      HttpClientResponse response,
      long timeout) {
    return end(request, response, null);
  }

  /** Before the caller gets a request's error. */
  @Guarded(VertxHttpClient.LIBRARY)
  public static @Nullable Object handleException(Object request, Throwable error) {
    return end(request, null, error);
  }

  private static @Nullable Object end(
      Object request, @Nullable HttpClientResponse response, @Nullable Throwable error) {
    VertxCall call = VertxCall.of((HttpClientRequest) request);
    if (call != null) {
      VertxHttpClient.end(call, response, error);
    }
    return makeCurrent(call);
  }

  /** Before the caller gets a part of a response's body. */
  public static @Nullable Object handleChunk(Object response, @Nullable Buffer chunk) {
    return makeCurrent(response);
  }

  /** Before the caller gets the end of it. */
  public static @Nullable Object handleEnd(Object response, @Nullable MultiMap trailers) {
    return makeCurrent(response);
  }

  /** Before the caller gets a response's error. */
  public static @Nullable Object handleFailure(Object response, @Nullable Throwable error) {
    return makeCurrent(response);
  }

  @Guarded(VertxHttpClient.LIBRARY)
  private static @Nullable Object makeCurrent(Object response) {
    return makeCurrent(VertxCall.of(((HttpClientResponse) response).request()));
  }

  @SuppressWarnings("MustBeClosedChecker") // end closes it
  private static @Nullable Object makeCurrent(@Nullable VertxCall call) {
    return call == null || call.caller == Context.root() ? null : call.caller.makeCurrent();
  }

  /** After the caller's code. */
  @Guarded(VertxHttpClient.LIBRARY)
  public static void end(@Nullable Object scope, @Nullable Throwable error) {
    if (scope != null) {
      ((Scope) scope).close();
    }
  }

  private VertxResponses() {}
}
