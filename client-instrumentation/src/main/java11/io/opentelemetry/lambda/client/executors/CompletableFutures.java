package io.opentelemetry.lambda.client.executors;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the user's classes for the methods of {@code CompletableFuture} with the same names:
 * another thread does its work in the context of the caller.
 */
public final class CompletableFutures {

  private static final String LIBRARY = "executors";

  public static <T> CompletableFuture<T> supplyAsync(Supplier<T> supplier) {
    Executor executor = executor(CompletableFuture.class);
    return executor == null
        ? CompletableFuture.supplyAsync(supplier)
        : CompletableFuture.supplyAsync(supplier, executor);
  }

  public static <T> CompletableFuture<T> supplyAsync(Supplier<T> supplier, Executor executor) {
    return CompletableFuture.supplyAsync(supplier, inContext(executor));
  }

  public static <T> CompletableFuture<T> completeAsync(
      Object stage, Supplier<? extends T> supplier) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.completeAsync(supplier)
        : future.completeAsync(supplier, executor);
  }

  public static <T> CompletableFuture<T> completeAsync(
      Object stage, Supplier<? extends T> supplier, Executor executor) {
    return CompletableFutures.<T>future(stage).completeAsync(supplier, inContext(executor));
  }

  public static CompletableFuture<Void> runAsync(Runnable action) {
    Executor executor = executor(CompletableFuture.class);
    return executor == null
        ? CompletableFuture.runAsync(action)
        : CompletableFuture.runAsync(action, executor);
  }

  public static CompletableFuture<Void> runAsync(Runnable action, Executor executor) {
    return CompletableFuture.runAsync(action, inContext(executor));
  }

  public static <T, U> CompletableFuture<U> thenApplyAsync(
      Object stage, Function<? super T, ? extends U> function) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.thenApplyAsync(function)
        : future.thenApplyAsync(function, executor);
  }

  public static <T, U> CompletableFuture<U> thenApplyAsync(
      Object stage, Function<? super T, ? extends U> function, Executor executor) {
    return CompletableFutures.<T>future(stage).thenApplyAsync(function, inContext(executor));
  }

  public static <T> CompletableFuture<Void> thenAcceptAsync(
      Object stage, Consumer<? super T> action) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.thenAcceptAsync(action)
        : future.thenAcceptAsync(action, executor);
  }

  public static <T> CompletableFuture<Void> thenAcceptAsync(
      Object stage, Consumer<? super T> action, Executor executor) {
    return CompletableFutures.<T>future(stage).thenAcceptAsync(action, inContext(executor));
  }

  public static CompletableFuture<Void> thenRunAsync(Object stage, Runnable action) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<?> future = (CompletableFuture<?>) stage;
    return executor == null ? future.thenRunAsync(action) : future.thenRunAsync(action, executor);
  }

  public static CompletableFuture<Void> thenRunAsync(
      Object stage, Runnable action, Executor executor) {
    return ((CompletableFuture<?>) stage).thenRunAsync(action, inContext(executor));
  }

  public static <T, U, V> CompletableFuture<V> thenCombineAsync(
      Object stage,
      CompletionStage<? extends U> other,
      BiFunction<? super T, ? super U, ? extends V> function) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.thenCombineAsync(other, function)
        : future.thenCombineAsync(other, function, executor);
  }

  public static <T, U, V> CompletableFuture<V> thenCombineAsync(
      Object stage,
      CompletionStage<? extends U> other,
      BiFunction<? super T, ? super U, ? extends V> function,
      Executor executor) {
    return CompletableFutures.<T>future(stage)
        .thenCombineAsync(other, function, inContext(executor));
  }

  public static <T, U> CompletableFuture<Void> thenAcceptBothAsync(
      Object stage, CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.thenAcceptBothAsync(other, action)
        : future.thenAcceptBothAsync(other, action, executor);
  }

  public static <T, U> CompletableFuture<Void> thenAcceptBothAsync(
      Object stage,
      CompletionStage<? extends U> other,
      BiConsumer<? super T, ? super U> action,
      Executor executor) {
    return CompletableFutures.<T>future(stage)
        .thenAcceptBothAsync(other, action, inContext(executor));
  }

  public static CompletableFuture<Void> runAfterBothAsync(
      Object stage, CompletionStage<?> other, Runnable action) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<?> future = (CompletableFuture<?>) stage;
    return executor == null
        ? future.runAfterBothAsync(other, action)
        : future.runAfterBothAsync(other, action, executor);
  }

  public static CompletableFuture<Void> runAfterBothAsync(
      Object stage, CompletionStage<?> other, Runnable action, Executor executor) {
    return ((CompletableFuture<?>) stage).runAfterBothAsync(other, action, inContext(executor));
  }

  public static <T, U> CompletableFuture<U> applyToEitherAsync(
      Object stage, CompletionStage<? extends T> other, Function<? super T, U> function) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.applyToEitherAsync(other, function)
        : future.applyToEitherAsync(other, function, executor);
  }

  public static <T, U> CompletableFuture<U> applyToEitherAsync(
      Object stage,
      CompletionStage<? extends T> other,
      Function<? super T, U> function,
      Executor executor) {
    return CompletableFutures.<T>future(stage)
        .applyToEitherAsync(other, function, inContext(executor));
  }

  public static <T> CompletableFuture<Void> acceptEitherAsync(
      Object stage, CompletionStage<? extends T> other, Consumer<? super T> action) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.acceptEitherAsync(other, action)
        : future.acceptEitherAsync(other, action, executor);
  }

  public static <T> CompletableFuture<Void> acceptEitherAsync(
      Object stage,
      CompletionStage<? extends T> other,
      Consumer<? super T> action,
      Executor executor) {
    return CompletableFutures.<T>future(stage)
        .acceptEitherAsync(other, action, inContext(executor));
  }

  public static CompletableFuture<Void> runAfterEitherAsync(
      Object stage, CompletionStage<?> other, Runnable action) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<?> future = (CompletableFuture<?>) stage;
    return executor == null
        ? future.runAfterEitherAsync(other, action)
        : future.runAfterEitherAsync(other, action, executor);
  }

  public static CompletableFuture<Void> runAfterEitherAsync(
      Object stage, CompletionStage<?> other, Runnable action, Executor executor) {
    return ((CompletableFuture<?>) stage).runAfterEitherAsync(other, action, inContext(executor));
  }

  public static <T, U> CompletableFuture<U> thenComposeAsync(
      Object stage, Function<? super T, ? extends CompletionStage<U>> function) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.thenComposeAsync(function)
        : future.thenComposeAsync(function, executor);
  }

  public static <T, U> CompletableFuture<U> thenComposeAsync(
      Object stage, Function<? super T, ? extends CompletionStage<U>> function, Executor executor) {
    return CompletableFutures.<T>future(stage).thenComposeAsync(function, inContext(executor));
  }

  public static <T> CompletableFuture<T> whenCompleteAsync(
      Object stage, BiConsumer<? super T, ? super Throwable> action) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null
        ? future.whenCompleteAsync(action)
        : future.whenCompleteAsync(action, executor);
  }

  public static <T> CompletableFuture<T> whenCompleteAsync(
      Object stage, BiConsumer<? super T, ? super Throwable> action, Executor executor) {
    return CompletableFutures.<T>future(stage).whenCompleteAsync(action, inContext(executor));
  }

  public static <T, U> CompletableFuture<U> handleAsync(
      Object stage, BiFunction<? super T, Throwable, ? extends U> function) {
    Executor executor = executor(stage.getClass());
    CompletableFuture<T> future = CompletableFutures.<T>future(stage);
    return executor == null ? future.handleAsync(function) : future.handleAsync(function, executor);
  }

  public static <T, U> CompletableFuture<U> handleAsync(
      Object stage, BiFunction<? super T, Throwable, ? extends U> function, Executor executor) {
    return CompletableFutures.<T>future(stage).handleAsync(function, inContext(executor));
  }

  @SuppressWarnings("unchecked") // the caller's class knows
  private static <T> CompletableFuture<T> future(Object stage) {
    return (CompletableFuture<T>) stage;
  }

  /**
   * The default one, in the caller's context; null to leave the choice to the JDK, as where there
   * is no context, or to a future with methods of its own.
   */
  @Guarded(LIBRARY)
  private static @Nullable Executor executor(Class<?> type) {
    return type != CompletableFuture.class || Context.current() == Context.root()
        ? null
        : inContext(Default.EXECUTOR);
  }

  @Guarded(LIBRARY)
  private static Executor inContext(@Otherwise Executor executor) {
    Context context = Context.current();
    return executor == null || context == Context.root()
        ? executor
        : new ContextExecutor(isTooSmall(executor) ? Default.EXECUTOR : executor, context);
  }

  /** Tells whether {@code CompletableFuture} would not use the executor either. */
  private static boolean isTooSmall(Executor executor) {
    return executor == ForkJoinPool.commonPool() && ForkJoinPool.getCommonPoolParallelism() <= 1;
  }

  /** The executor where the caller names none. */
  private static final class Default {

    private static final Executor EXECUTOR = new CompletableFuture<Void>().defaultExecutor();
  }

  private CompletableFutures() {}
}
