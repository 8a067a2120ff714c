package io.opentelemetry.lambda.client.executors;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stands in the user's classes for the methods of {@code CompletableFuture} with the same names:
 * what the thread does that completes the future, such as a client's, is done in the context of the
 * caller, unless that thread has one.
 */
public final class CompletedFutures {

  public static <T, U> CompletableFuture<U> thenApply(
      Object stage, Function<? super T, ? extends U> function) {
    return CompletedFutures.<T>future(stage).thenApply(ContextStage.applied(stage, function));
  }

  public static <T> CompletableFuture<Void> thenAccept(Object stage, Consumer<? super T> action) {
    return CompletedFutures.<T>future(stage).thenAccept(ContextStage.accepted(stage, action));
  }

  public static CompletableFuture<Void> thenRun(Object stage, Runnable action) {
    return ((CompletableFuture<?>) stage).thenRun(ContextStage.run(stage, action));
  }

  public static <T, U, V> CompletableFuture<V> thenCombine(
      Object stage,
      CompletionStage<? extends U> other,
      BiFunction<? super T, ? super U, ? extends V> function) {
    return CompletedFutures.<T>future(stage)
        .thenCombine(other, ContextStage.bothApplied(null, function));
  }

  public static <T, U> CompletableFuture<Void> thenAcceptBoth(
      Object stage, CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return CompletedFutures.<T>future(stage)
        .thenAcceptBoth(other, ContextStage.bothAccepted(null, action));
  }

  public static CompletableFuture<Void> runAfterBoth(
      Object stage, CompletionStage<?> other, Runnable action) {
    return ((CompletableFuture<?>) stage).runAfterBoth(other, ContextStage.run(null, action));
  }

  public static <T, U> CompletableFuture<U> applyToEither(
      Object stage, CompletionStage<? extends T> other, Function<? super T, U> function) {
    return CompletedFutures.<T>future(stage)
        .applyToEither(other, ContextStage.applied(stage, function));
  }

  public static <T> CompletableFuture<Void> acceptEither(
      Object stage, CompletionStage<? extends T> other, Consumer<? super T> action) {
    return CompletedFutures.<T>future(stage)
        .acceptEither(other, ContextStage.accepted(stage, action));
  }

  public static CompletableFuture<Void> runAfterEither(
      Object stage, CompletionStage<?> other, Runnable action) {
    return ((CompletableFuture<?>) stage).runAfterEither(other, ContextStage.run(stage, action));
  }

  public static <T, U> CompletableFuture<U> thenCompose(
      Object stage, Function<? super T, ? extends CompletionStage<U>> function) {
    return CompletedFutures.<T>future(stage).thenCompose(ContextStage.applied(stage, function));
  }

  public static <T> CompletableFuture<T> whenComplete(
      Object stage, BiConsumer<? super T, ? super Throwable> action) {
    return CompletedFutures.<T>future(stage).whenComplete(ContextStage.bothAccepted(stage, action));
  }

  public static <T, U> CompletableFuture<U> handle(
      Object stage, BiFunction<? super T, Throwable, ? extends U> function) {
    return CompletedFutures.<T>future(stage).handle(ContextStage.bothApplied(stage, function));
  }

  public static <T> CompletableFuture<T> exceptionally(
      Object stage, Function<Throwable, ? extends T> function) {
    return CompletedFutures.<T>future(stage).exceptionally(ContextStage.applied(stage, function));
  }

  @SuppressWarnings("unchecked") // the caller's class knows
  private static <T> CompletableFuture<T> future(Object stage) {
    return (CompletableFuture<T>) stage;
  }

  private CompletedFutures() {}
}
