package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.vertx.core.Handler;

/** A handler that is called in a context. */
final class VertxCallback<T> implements Handler<T> {

  private final Handler<T> handler;
  private final Context context;

  VertxCallback(Handler<T> handler, Context context) {
    this.handler = handler;
    this.context = context;
  }

  @Override
  public void handle(T event) {
    try (Scope scope = context.makeCurrent()) {
      handler.handle(event);
    }
  }
}
