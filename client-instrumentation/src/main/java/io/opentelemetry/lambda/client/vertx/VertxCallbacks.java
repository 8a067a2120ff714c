package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/** Gives what Vert.x goes on with once there is a connection the caller's context. */
public final class VertxCallbacks {

  @Guarded(VertxHttpClient.LIBRARY)
  public static @Nullable Handler<?> inContext(@Otherwise @Nullable Handler<?> handler) {
    Context context = Context.current();
    return handler == null || context == Context.root()
        ? handler
        : new VertxCallback<>(handler, context);
  }

  private VertxCallbacks() {}
}
