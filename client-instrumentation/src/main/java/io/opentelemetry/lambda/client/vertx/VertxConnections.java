package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/** Keeps the context of who asks for a request, which is there once it has a connection. */
public final class VertxConnections {

  /** Before a request is asked for. */
  @Guarded(VertxHttpClient.LIBRARY)
  public static @Nullable Object request(Object client, @Nullable RequestOptions options) {
    return options == null ? null : new VertxConnect(options, Context.current());
  }

  /** After it; the caller's own callbacks come behind. */
  @Guarded(VertxHttpClient.LIBRARY)
  @SuppressWarnings("unchecked") // as the method is declared
  public static @Nullable Future<?> result(
      @Otherwise @Nullable Future<?> request, @Nullable Object connect) {
    if (request != null && connect != null) {
      ((Future<HttpClientRequest>) request).onComplete((VertxConnect) connect);
    }
    return request;
  }

  /** The same by a callback. */
  public static @Nullable Object request(
      Object client,
      @Nullable RequestOptions options,
      @Nullable Handler<AsyncResult<HttpClientRequest>> handler) {
    return request(client, options);
  }

  public static @Nullable RequestOptions argument(
      @Nullable RequestOptions options, @Nullable Object connect) {
    return options;
  }

  @Guarded(VertxHttpClient.LIBRARY)
  @SuppressWarnings("unchecked") // as the method is declared
  public static @Nullable Handler<?> argument(
      @Otherwise @Nullable Handler<?> handler, @Nullable Object connect) {
    return handler == null || connect == null
        ? handler
        : ((VertxConnect) connect).before((Handler<AsyncResult<HttpClientRequest>>) handler);
  }

  /** Does nothing: the callback is told of an error. */
  public static void end(@Nullable Object connect, @Nullable Throwable error) {}

  private VertxConnections() {}
}
