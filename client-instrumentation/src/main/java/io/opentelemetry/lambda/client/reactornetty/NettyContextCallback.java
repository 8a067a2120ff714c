package io.opentelemetry.lambda.client.reactornetty;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.guard.Guarded;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientInfos;

/** A callback that is called in the context of the call that it is told of. */
final class NettyContextCallback<T> implements BiConsumer<HttpClientInfos, T> {

  private final BiConsumer<HttpClientInfos, T> callback;
  private final boolean ofRequest;

  /**
   * @param ofRequest whether the request's span is the current one, too
   */
  NettyContextCallback(BiConsumer<HttpClientInfos, T> callback, boolean ofRequest) {
    this.callback = callback;
    this.ofRequest = ofRequest;
  }

  @Override
  public void accept(HttpClientInfos message, T value) {
    Context context = context(message);
    if (context == null) {
      callback.accept(message, value);
      return;
    }
    try (Scope scope = context.makeCurrent()) {
      callback.accept(message, value);
    }
  }

  @Guarded(ReactorNetty.LIBRARY)
  private @Nullable Context context(HttpClientInfos message) {
    NettyExchange exchange = NettyCallbacks.exchange(message);
    if (exchange == null) {
      return null;
    }
    return ofRequest ? exchange.current() : exchange.caller();
  }
}
