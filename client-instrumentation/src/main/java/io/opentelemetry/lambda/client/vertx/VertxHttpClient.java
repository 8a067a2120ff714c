package io.opentelemetry.lambda.client.vertx;

import io.netty.buffer.ByteBuf;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.incubator.builder.internal.DefaultHttpClientInstrumenterBuilder;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * Traces the requests of Vert.x's HttpClient, for which OpenTelemetry has no library: the span
 * starts when the head is written.
 */
public final class VertxHttpClient {

  static final String LIBRARY = "vertx-http-client";

  private static final @Nullable Instrumenter<HttpClientRequest, HttpClientResponse> INSTRUMENTER =
      create();

  @Guarded(LIBRARY)
  private static @Nullable Instrumenter<HttpClientRequest, HttpClientResponse> create() {
    return LibrarySettings.configure(
            DefaultHttpClientInstrumenterBuilder.<HttpClientRequest, HttpClientResponse>create(
                Hooks.isThere("io.vertx.core.http.HttpClientAgent")
                    ? "io.opentelemetry.vertx-http-client-5.0"
                    : "io.opentelemetry.vertx-http-client-4.0",
                LibrarySettings.openTelemetry(),
                new VertxAttributesGetter(),
                VertxHttpClient::setHeader))
        .build();
  }

  private static void setHeader(@Nullable HttpClientRequest request, String name, String value) {
    if (request != null) {
      request.putHeader(name, value);
    }
  }

  /** Before bytes of a request are written, in Vert.x 4. */
  public static @Nullable Object doWrite(
      Object request,
      @Nullable ByteBuf bytes,
      boolean end,
      boolean connect,
      @Nullable Handler<AsyncResult<Void>> handler) {
    return start(request);
  }

  /** The same in Vert.x 5.0. */
  public static @Nullable Object doWrite(
      Object request, @Nullable ByteBuf bytes, boolean end, boolean connect) {
    return start(request);
  }

  /** The same in Vert.x 5.1. */
  public static @Nullable Object doWrite(
      Object request, @Nullable Buffer bytes, boolean end, boolean connect) {
    return start(request);
  }

  @Guarded(LIBRARY)
  private static @Nullable Object start(Object request) {
    if (INSTRUMENTER == null) {
      return null;
    }
    VertxCall call = VertxCall.of((HttpClientRequest) request, Context.current());
    call.start(INSTRUMENTER);
    return call;
  }

  /** After they have been written, or cannot be. */
  @Guarded(LIBRARY)
  public static void end(@Nullable Object call, @Nullable Throwable error) {
    if (call != null && error != null) {
      end((VertxCall) call, null, error);
    }
  }

  static void end(
      VertxCall call, @Nullable HttpClientResponse response, @Nullable Throwable error) {
    if (INSTRUMENTER != null) {
      call.end(INSTRUMENTER, response, error);
    }
  }

  /** Before the request is made to which a redirect leads, in Vert.x 4. */
  public static void handleNextRequest(
      Object redirected,
      HttpClientRequest next,
      @Nullable Handler<AsyncResult<HttpClientResponse>> handler,
      long timeout) {
    follow(redirected, next);
  }

  /** The same in Vert.x 5. */
  public static void handleNextRequest(
      Object redirected,
      HttpClientRequest next,
      @Nullable Promise<HttpClientResponse> promise,
      long timeout) {
    follow(redirected, next);
  }

  @Guarded(LIBRARY)
  private static void follow(Object redirected, HttpClientRequest next) {
    VertxCall call = VertxCall.of((HttpClientRequest) redirected);
    if (call != null) {
      VertxCall.of(next, call.caller);
    }
  }

  private VertxHttpClient() {}
}
