package io.opentelemetry.lambda.instrumentation.internal.flush;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Exports what is open of an invocation shortly before its deadline, when Lambda kills the process:
 * a call that hangs is visible then. A tenth of the invocation's time is left for it, no less than
 * 100 ms and no more than a second.
 *
 * <p>Invocations that end in time do not wake its thread: it sleeps until the first one could be
 * due, and so once in a function's timeout at most.
 */
public final class TimeoutGuard implements Runnable {

  private static final long MIN_MARGIN_MILLIS = 100;
  private static final long MAX_MARGIN_MILLIS = 1000;

  /** However short the last invocation's time was: one that is due earlier wakes the thread. */
  private static final long MIN_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Telemetry telemetry;
  private final Set<GuardedInvocation> open = ConcurrentHashMap.newKeySet();

  /** How long an invocation may take before it is due, as the last one had it. */
  private volatile long usualNanos;

  private volatile long wakesAtNanos;
  private volatile @Nullable Thread thread;

  public TimeoutGuard(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /**
   * Begins to watch an invocation.
   *
   * @param onTimeout called before the export, from another thread
   */
  public GuardedInvocation begin(Span span, long remainingMillis, @Nullable Runnable onTimeout) {
    long now = System.nanoTime();
    long nanos = TimeUnit.MILLISECONDS.toNanos(remainingMillis - marginMillis(remainingMillis));
    GuardedInvocation invocation =
        new GuardedInvocation(
            span, now + nanos, now + TimeUnit.MILLISECONDS.toNanos(remainingMillis), onTimeout);
    open.add(invocation);
    usualNanos = Math.max(nanos, MIN_SLEEP_NANOS);
    Thread running = thread;
    if (running == null) {
      start();
    } else if (invocation.dueNanos() - wakesAtNanos < 0) {
      LockSupport.unpark(running);
    }
    return invocation;
  }

  private static long marginMillis(long remainingMillis) {
    long margin = Math.min(MAX_MARGIN_MILLIS, Math.max(MIN_MARGIN_MILLIS, remainingMillis / 10));
    return Math.min(margin, remainingMillis / 2);
  }

  private synchronized void start() {
    if (thread == null) {
      Thread created = new Thread(this, "otel-timeout-guard");
      created.setDaemon(true);
      created.start();
      thread = created;
    }
  }

  /** Ends the watch: the span is not touched any more. To be called before the span ends. */
  public void end(GuardedInvocation invocation) {
    open.remove(invocation);
    invocation.claim();
  }

  @Override
  public void run() {
    while (true) {
      try {
        watch();
      } catch (Throwable e) {
        // with no memory left, say: the next invocation is watched again
        LockSupport.parkNanos(this, MIN_SLEEP_NANOS);
      }
    }
  }

  private void watch() {
    long now = System.nanoTime();
    // before the look at what is open, so that who begins meanwhile is seen, or wakes this up
    wakesAtNanos = now + usualNanos;
    long next = exportDue(now);
    wakesAtNanos = next;
    long left = next - System.nanoTime();
    if (left > 0) {
      // whoever has interrupted this thread: it would not park
      Thread.interrupted();
      LockSupport.parkNanos(this, left);
    }
  }

  /** Finds when the first of the others is due, or one that begins now. */
  private long exportDue(long now) {
    long next = wakesAtNanos;
    for (Iterator<GuardedInvocation> all = open.iterator(); all.hasNext(); ) {
      GuardedInvocation invocation = all.next();
      if (invocation.dueNanos() - now > 0) {
        next = Math.min(next - now, invocation.dueNanos() - now) + now;
      } else if (invocation.claim()) {
        all.remove();
        export(invocation);
      }
    }
    return next;
  }

  private void export(GuardedInvocation invocation) {
    try {
      Span span = invocation.span();
      span.setStatus(StatusCode.ERROR);
      span.setAttribute("error.type", "timeout");
      invocation.onTimeout();
      // others may be due, too, where several run at a time
      long waitNanos =
          open.isEmpty() ? Math.max(0, invocation.deadlineNanos() - System.nanoTime()) : 0;
      telemetry.exportUnfinished(
          span.getSpanContext().getTraceId(), waitNanos, TimeUnit.NANOSECONDS);
    } catch (Throwable e) {
      Diagnostics.warn("what an invocation reported before its timeout may be lost", e);
    }
  }
}
