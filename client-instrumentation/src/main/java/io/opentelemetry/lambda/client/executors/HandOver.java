package io.opentelemetry.lambda.client.executors;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.client.internal.Hooks;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of a library's executors whose methods make another task of the user's, and run that:
 * the user's is replaced by one that runs in the context of the caller.
 */
public final class HandOver {

  /** For a method that hands the very task to threads. */
  public static @Nullable Object start(Object executor, @Nullable Runnable task, long timeout) {
    try {
      return Executors.isPlain(task, Runnable.class) ? callers() : null;
    } catch (Throwable e) {
      return none(e);
    }
  }

  /** For a method that makes a future of the task. */
  public static @Nullable Object start(Object executor, @Nullable Runnable task) {
    return start();
  }

  /** For a method that makes a future of the task. */
  public static @Nullable Object start(
      Object executor, @Nullable Runnable task, @Nullable Object result) {
    return start();
  }

  /** For a method that makes a future of the task. */
  public static @Nullable Object start(Object executor, @Nullable Callable<?> task) {
    return start();
  }

  private static @Nullable Object start() {
    try {
      return callers();
    } catch (Throwable e) {
      return none(e);
    }
  }

  private static @Nullable Context callers() {
    Context context = Context.current();
    return context == Context.root() ? null : context;
  }

  private static @Nullable Object none(Throwable cause) {
    Hooks.leave("executors", cause);
    return null;
  }

  public static @Nullable Runnable argument(@Nullable Runnable task, @Nullable Object context) {
    return task == null || context == null ? task : new ContextTask(task, (Context) context);
  }

  public static @Nullable Callable<?> argument(
      @Nullable Callable<?> task, @Nullable Object context) {
    return task == null || context == null ? task : ContextTask.of(task);
  }

  /** A task's result is the caller's. */
  public static @Nullable Object argument(@Nullable Object result, @Nullable Object context) {
    return result;
  }

  /** Has nothing to do: the task ends the context. */
  public static void end(@Nullable Object context, @Nullable Throwable error) {}

  private HandOver() {}
}
