package io.opentelemetry.lambda.client.executors;

import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the user's classes for the methods of executors with the same names: tasks run in the
 * context of the caller. A task that an executor may know again, such as one that is compared,
 * stays what it is.
 */
public final class Executors {

  private static final String LIBRARY = "executors";
  private static final String JDKS = "java.util.concurrent.";

  public static void execute(Object executor, Runnable task) {
    ((Executor) executor).execute(shown(task));
  }

  public static Future<?> submit(Object executor, Runnable task) {
    return ((ExecutorService) executor).submit(hidden(executor, task));
  }

  public static <T> Future<T> submit(Object executor, Runnable task, T result) {
    return ((ExecutorService) executor).submit(hidden(executor, task), result);
  }

  public static <T> Future<T> submit(Object executor, Callable<T> task) {
    return ((ExecutorService) executor).submit(hidden(executor, task));
  }

  public static <T> Future<T> submitForCompletion(Object service, Runnable task, T result) {
    return Executors.<T>completion(service).submit(shown(task), result);
  }

  public static <T> Future<T> submitForCompletion(Object service, Callable<T> task) {
    return Executors.<T>completion(service).submit(shown(task));
  }

  public static ForkJoinTask<?> submitToPool(Object executor, Runnable task) {
    return ((ForkJoinPool) executor).submit(hidden(executor, task));
  }

  public static <T> ForkJoinTask<T> submitToPool(Object executor, Runnable task, T result) {
    return ((ForkJoinPool) executor).submit(hidden(executor, task), result);
  }

  public static <T> ForkJoinTask<T> submitToPool(Object executor, Callable<T> task) {
    return ((ForkJoinPool) executor).submit(hidden(executor, task));
  }

  public static <T> ScheduledFuture<T> schedule(
      Object executor, Callable<T> task, long delay, TimeUnit unit) {
    return ((ScheduledExecutorService) executor).schedule(hidden(executor, task), delay, unit);
  }

  public static ScheduledFuture<?> schedule(
      Object executor, Runnable task, long delay, TimeUnit unit) {
    return ((ScheduledExecutorService) executor).schedule(hidden(executor, task), delay, unit);
  }

  public static <T> List<Future<T>> invokeAll(
      Object executor, Collection<? extends Callable<T>> tasks) throws InterruptedException {
    return ((ExecutorService) executor).invokeAll(all(executor, tasks));
  }

  public static <T> List<Future<T>> invokeAll(
      Object executor, Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return ((ExecutorService) executor).invokeAll(all(executor, tasks), timeout, unit);
  }

  public static <T> T invokeAny(Object executor, Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    return ((ExecutorService) executor).invokeAny(all(executor, tasks));
  }

  public static <T> T invokeAny(
      Object executor, Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return ((ExecutorService) executor).invokeAny(all(executor, tasks), timeout, unit);
  }

  /** For a method that calls the task, and shows it to nobody. */
  @Guarded(LIBRARY)
  public static <T> Callable<T> task(@Otherwise Callable<T> task) {
    return task == null ? task : ContextTask.of(task);
  }

  /** The same for a task without a result. */
  @Guarded(LIBRARY)
  public static Runnable task(@Otherwise Runnable task) {
    return task == null ? task : ContextTask.of(task);
  }

  /** For a method that tells the task again: the user's own, which {@link #task} was given. */
  @Guarded(LIBRARY)
  public static <T> Callable<T> forked(@Otherwise Callable<T> task) {
    return ContextTask.given(task);
  }

  /** For a method that hands the very task to queues and threads. */
  @Guarded(LIBRARY)
  private static Runnable shown(@Otherwise Runnable task) {
    return isPlain(task, Runnable.class) ? ContextTask.of(task) : task;
  }

  /** The same for a task with a result. */
  @Guarded(LIBRARY)
  private static <T> Callable<T> shown(@Otherwise Callable<T> task) {
    return isPlain(task, Callable.class) ? ContextTask.of(task) : task;
  }

  @SuppressWarnings("unchecked") // its tasks are the caller's
  private static <T> CompletionService<T> completion(Object service) {
    return (CompletionService<T>) service;
  }

  /** For a method that makes a future of the task, as far as executors of the JDK's go. */
  @Guarded(LIBRARY)
  private static Runnable hidden(Object executor, @Otherwise Runnable task) {
    return wraps(executor, task, Runnable.class) ? ContextTask.of(task) : task;
  }

  /** For a method that makes a future of the task, as far as executors of the JDK's go. */
  @Guarded(LIBRARY)
  private static <T> Callable<T> hidden(Object executor, @Otherwise Callable<T> task) {
    return wraps(executor, task, Callable.class) ? ContextTask.of(task) : task;
  }

  private static <T> Collection<? extends Callable<T>> all(
      Object executor, Collection<? extends Callable<T>> tasks) {
    if (tasks == null) {
      return tasks;
    }
    List<Callable<T>> all = new ArrayList<>(tasks.size());
    for (Callable<T> task : tasks) {
      all.add(hidden(executor, task));
    }
    return all;
  }

  private static boolean wraps(Object executor, @Nullable Object task, Class<?> type) {
    return task != null && (executor.getClass().getName().startsWith(JDKS) || isPlain(task, type));
  }

  /** Such as a lambda expression: nothing that anybody could take it for is lost when wrapped. */
  static boolean isPlain(@Nullable Object task, Class<?> type) {
    if (task == null || task.getClass().getSuperclass() != Object.class) {
      return false;
    }
    Class<?>[] interfaces = task.getClass().getInterfaces();
    return interfaces.length == 1 && interfaces[0] == type;
  }

  private Executors() {}
}
