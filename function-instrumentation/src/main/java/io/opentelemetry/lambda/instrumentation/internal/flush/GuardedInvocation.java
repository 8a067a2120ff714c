package io.opentelemetry.lambda.instrumentation.internal.flush;

import io.opentelemetry.api.trace.Span;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An invocation that is to end before its deadline. */
public final class GuardedInvocation {

  private final Span span;
  private final long dueNanos;
  private final long deadlineNanos;
  private final @Nullable Runnable onTimeout;
  private final AtomicBoolean claimed = new AtomicBoolean();

  /** Times are the JVM's, as {@link System#nanoTime} gives them. */
  GuardedInvocation(Span span, long dueNanos, long deadlineNanos, @Nullable Runnable onTimeout) {
    this.span = span;
    this.dueNanos = dueNanos;
    this.deadlineNanos = deadlineNanos;
    this.onTimeout = onTimeout;
  }

  /** Claims the span's end; true once only: for the handler that is done, or for the guard. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  Span span() {
    return span;
  }

  long dueNanos() {
    return dueNanos;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  void onTimeout() {
    if (onTimeout != null) {
      onTimeout.run();
    }
  }
}
