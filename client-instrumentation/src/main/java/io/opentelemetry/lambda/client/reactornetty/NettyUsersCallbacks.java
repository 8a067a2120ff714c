package io.opentelemetry.lambda.client.reactornetty;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientInfos;

/** The hooks of the methods by which a client gets the caller's callbacks: these have a context. */
public final class NettyUsersCallbacks {

  /** For a callback that has the context in which the call was made. */
  public static Object ofCaller(Object client, @Nullable BiConsumer<?, ?> callback) {
    return false;
  }

  /** For callbacks that have the context in which the call was made. */
  public static Object ofCaller(
      Object client, @Nullable BiConsumer<?, ?> first, @Nullable BiConsumer<?, ?> second) {
    return false;
  }

  /** For a callback that has the context of the request's span. */
  public static Object ofRequest(Object client, @Nullable BiConsumer<?, ?> callback) {
    return true;
  }

  /** Wraps a callback but those of this layer's. */
  @SuppressWarnings("unchecked") // a message is what each callback is told first
  public static @Nullable BiConsumer<?, ?> argument(
      @Nullable BiConsumer<?, ?> callback, @Nullable Object ofRequest) {
    return callback == null || callback instanceof NettyCallbacks.Own
        ? callback
        : new NettyContextCallback<>(
            (BiConsumer<HttpClientInfos, Object>) callback, Boolean.TRUE.equals(ofRequest));
  }

  /** Has nothing to do: the callback is called later. */
  public static void end(@Nullable Object ofRequest, @Nullable Throwable error) {}

  private NettyUsersCallbacks() {}
}
