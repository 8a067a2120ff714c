package io.opentelemetry.lambda.client.executors;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A task that runs in the context of who has handed it over. */
final class ContextTask implements Runnable, CompletableFuture.AsynchronousCompletionTask {

  private final Runnable task;
  private final Context context;

  /** Wraps a task in the caller's context; without a context to pass on, it is the task itself. */
  static Runnable of(Runnable task) {
    Context context = Context.current();
    return context == Context.root() ? task : new ContextTask(task, context);
  }

  /** Wraps a task in the caller's context; without a context to pass on, it is the task itself. */
  static <T> Callable<T> of(Callable<T> task) {
    Context context = Context.current();
    return context == Context.root() ? task : new Value<>(task, context);
  }

  /** The task that was wrapped; the same if it is none of ours. */
  static <T> Callable<T> given(Callable<T> task) {
    return task instanceof Value ? ((Value<T>) task).task : task;
  }

  ContextTask(Runnable task, Context context) {
    this.task = task;
    this.context = context;
  }

  @Override
  public void run() {
    try (Scope scope = context.makeCurrent()) {
      task.run();
    }
  }

  private static final class Value<T> implements Callable<T> {

    private final Callable<T> task;
    private final Context context;

    private Value(Callable<T> task, Context context) {
      this.task = task;
      this.context = context;
    }

    @Override
    public T call() throws Exception {
      try (Scope scope = context.makeCurrent()) {
        return task.call();
      }
    }
  }
}
