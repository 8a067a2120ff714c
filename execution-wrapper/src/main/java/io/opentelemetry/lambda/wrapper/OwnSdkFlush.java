package io.opentelemetry.lambda.wrapper;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Flushes the function's own SDK on a thread beside, so that an exporter that blocks holds back an
 * invocation no longer than it may. One that was too slow is not waited for in the next
 * invocations, in more and more of them.
 */
final class OwnSdkFlush {

  /** The longest that an exporter of the SDK's tries, by default. */
  private static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(10);

  private static final int MAX_SKIPPED = 64;

  private @Nullable Run last;
  private int skipped;
  private int toSkip;
  private boolean said;

  /** Begins to flush; a flush that still goes on is left to its end first. */
  synchronized Run begin() {
    Run running = last;
    if (running != null && running.done.getCount() > 0) {
      return running;
    }
    Run run = new Run();
    last = run;
    run.start();
    return run;
  }

  /** Waits for a flush; true if it is done, or not to be waited for. */
  boolean await(Run run, long nanos) throws InterruptedException {
    if (nanos <= 0 || skip()) {
      return run.done.getCount() == 0;
    }
    boolean done = run.done.await(Math.min(nanos, MAX_WAIT), TimeUnit.NANOSECONDS);
    waited(done);
    return done;
  }

  private synchronized boolean skip() {
    if (skipped < toSkip) {
      skipped++;
      return true;
    }
    return false;
  }

  private synchronized void waited(boolean done) {
    skipped = 0;
    toSkip = done ? 0 : Math.min(MAX_SKIPPED, Math.max(1, 2 * toSkip));
    if (!done && !said) {
      said = true;
      Diagnostics.warn(
          "the function's own OpenTelemetry SDK takes too long to export; what it holds may be late"
              + " or lost");
    }
  }

  private synchronized void fail(Throwable e) {
    if (!said) {
      said = true;
      Diagnostics.warn(
          "what the function's own OpenTelemetry SDK holds may be late or lost",
          e.getCause() == null ? e : e.getCause());
    }
  }

  /** One flush. */
  final class Run extends Thread {

    private final CountDownLatch done = new CountDownLatch(1);

    private Run() {
      super("otel-own-sdk");
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        Throwable failure = OwnSdk.forceFlush(MAX_WAIT);
        if (failure != null) {
          fail(failure);
        }
      } finally {
        done.countDown();
      }
    }
  }
}
