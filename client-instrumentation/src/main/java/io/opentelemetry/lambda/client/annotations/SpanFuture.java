package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.lambda.client.internal.Execution;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Ends the span of a method with the future that it has returned, and then the caller's future. */
final class SpanFuture<T> implements BiConsumer<T, Throwable> {

  private final Execution<?, ?> execution;
  private final @Nullable CompletableFuture<T> callers;

  /** Makes the future that the caller is to have: the same one if it is done. */
  @SuppressWarnings("FutureReturnValueIgnored") // what is registered does not fail
  static <T> CompletableFuture<T> of(CompletableFuture<T> future, Execution<?, ?> execution) {
    if (future.isDone()) {
      future.whenComplete(new SpanFuture<>(execution, null));
      return future;
    }
    // not a dependent one, whose error would be another
    CompletableFuture<T> callers = new CompletableFuture<>();
    callers.whenComplete(new Cancellation<>(future));
    future.whenComplete(new SpanFuture<>(execution, callers));
    return callers;
  }

  SpanFuture(Execution<?, ?> execution, @Nullable CompletableFuture<T> callers) {
    this.execution = execution;
    this.callers = callers;
  }

  @Override
  public void accept(T result, @Nullable Throwable error) {
    execution.endSpan(error);
    if (callers != null && error == null) {
      callers.complete(result);
    } else if (callers != null) {
      callers.completeExceptionally(error);
    }
  }

  /** Passes the cancellation of the caller's future on to the one that the method has returned. */
  private static final class Cancellation<T> implements BiConsumer<T, Throwable> {

    private final CompletableFuture<T> future;

    private Cancellation(CompletableFuture<T> future) {
      this.future = future;
    }

    @Override
    public void accept(T result, @Nullable Throwable error) {
      if (error instanceof CancellationException) {
        future.cancel(true);
      }
    }
  }
}
