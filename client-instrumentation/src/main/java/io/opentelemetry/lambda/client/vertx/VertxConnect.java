package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.instrumenter.SpanKindExtractor;
import io.opentelemetry.instrumentation.api.internal.InstrumenterUtil;
import io.opentelemetry.instrumentation.api.internal.Timer;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesExtractor;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its connection. If it gets none there is no request, so the failure has
 * a span, which the agent makes for Netty.
 */
final class VertxConnect implements Handler<AsyncResult<HttpClientRequest>> {

  final RequestOptions options;
  private final Context caller;
  private final Timer timer = Timer.start();

  VertxConnect(RequestOptions options, Context caller) {
    this.options = options;
    this.caller = caller;
  }

  @Override
  @Guarded("a call of " + VertxHttpClient.LIBRARY)
  public void handle(AsyncResult<HttpClientRequest> result) {
    if (result.succeeded()) {
      VertxCall.of(result.result(), caller);
    } else {
      fail(result.cause());
    }
  }

  /** Makes a callback that keeps the caller's context before another one is called in it. */
  Handler<AsyncResult<HttpClientRequest>> before(Handler<AsyncResult<HttpClientRequest>> handler) {
    Handler<AsyncResult<HttpClientRequest>> next = new VertxCallback<>(handler, caller);
    return result -> {
      handle(result);
      next.handle(result);
    };
  }

  private void fail(Throwable error) {
    if (error instanceof UnknownHostException) {
      fail("RESOLVE", error);
    } else if (error instanceof ConnectException) {
      fail("CONNECT", error);
    }
  }

  private void fail(String name, Throwable error) {
    Instrumenter<VertxConnect, Void> instrumenter =
        Instrumenter.<VertxConnect, Void>builder(
                LibrarySettings.openTelemetry(), "io.opentelemetry.netty-4.1", connect -> name)
            .addAttributesExtractor(
                HttpClientAttributesExtractor.create(new VertxConnectAttributesGetter()))
            .buildInstrumenter(SpanKindExtractor.alwaysClient());
    if (instrumenter.shouldStart(caller, this)) {
      InstrumenterUtil.startAndEnd(
          instrumenter, caller, this, null, error, timer.startTime(), timer.now());
    }
  }

  @Nullable String host() {
    return options.getHost();
  }

  @Nullable Integer port() {
    return options.getPort();
  }
}
