package io.opentelemetry.lambda.client.reactor;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** A scheduler's task that runs in the context of who has handed it over. */
final class ContextRunnable implements Runnable {

  private final Runnable task;
  private final Context context;

  ContextRunnable(Runnable task, Context context) {
    this.task = task;
    this.context = context;
  }

  @Override
  public void run() {
    try (Scope scope = context.makeCurrent()) {
      task.run();
    }
  }
}
