package io.opentelemetry.lambda.client.opensearchjava;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.internal.Execution;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A transport's future that is done once the span has ended, in the context of the caller.
 * Cancelling it cancels the transport's, which gives up the request.
 */
final class OpenSearchJavaFuture<T> extends CompletableFuture<T>
    implements BiConsumer<T, Throwable> {

  private final Execution<?, ?> execution;
  private final CompletableFuture<T> transports;
  private final Context callers;

  @SuppressWarnings("FutureReturnValueIgnored") // the callback is what it is called for
  static <T> CompletableFuture<T> after(
      Execution<?, ?> execution, CompletableFuture<T> transports, Context callers) {
    OpenSearchJavaFuture<T> future = new OpenSearchJavaFuture<>(execution, transports, callers);
    transports.whenComplete(future);
    return future;
  }

  /** Ends the span by a future that is done, or that is missing. */
  static void endSpan(Execution<?, ?> execution, @Nullable CompletableFuture<?> done) {
    Throwable error = null;
    if (done != null && done.isCompletedExceptionally()) {
      try {
        done.join();
      } catch (CompletionException e) {
        error = e.getCause() == null ? e : e.getCause();
      } catch (RuntimeException e) {
        error = e;
      }
    }
    execution.endSpan(error);
  }

  private OpenSearchJavaFuture(
      Execution<?, ?> execution, CompletableFuture<T> transports, Context callers) {
    this.execution = execution;
    this.transports = transports;
    this.callers = callers;
  }

  @Override
  @SuppressWarnings("NullAway") // a result may be null, and an error is where there is none
  public void accept(T result, @Nullable Throwable error) {
    execution.endSpan(error);
    try (Scope scope = callers.makeCurrent()) {
      if (error == null) {
        complete(result);
      } else {
        completeExceptionally(error);
      }
    }
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    transports.cancel(mayInterrupt);
    return super.cancel(mayInterrupt) || isCancelled();
  }
}
