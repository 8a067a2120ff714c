package io.opentelemetry.lambda.client.executors;

import io.opentelemetry.context.Context;
import java.util.concurrent.Executor;

/** Runs all in one context. */
final class ContextExecutor implements Executor {

  private final Executor executor;
  private final Context context;

  ContextExecutor(Executor executor, Context context) {
    this.executor = executor;
    this.context = context;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(new ContextTask(task, context));
  }
}
