package io.opentelemetry.lambda.instrumentation.internal.flush;

import com.amazonaws.services.lambda.runtime.Context;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Exports when the caller has the response: an extension inside the runtime's process, which Lambda
 * tells of each invocation, and which asks for the next only when the export is done. Until then,
 * the environment is not frozen.
 *
 * <p>It never holds an invocation beyond its deadline. Where Lambda does not tell it of invocations
 * any more, telemetry leaves before the response, as by {@link BeforeResponse}.
 */
class AfterResponse implements FlushPolicy, Runnable {

  /** In which the runtime sends the response, undisturbed by the export. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Telemetry telemetry;
  private final long timeoutMillis;
  private final FlushPolicy otherwise;
  private final ExtensionsApi api;
  private final Thread thread;

  /** The invocation that Lambda has told of last. */
  private volatile @Nullable String told;

  /** The invocation whose handler was done last. */
  private volatile @Nullable String done;

  private volatile boolean failed;

  /**
   * @param timeoutMillis how long an export may take, within the invocation's time
   * @param otherwise what takes over where this is not possible any more
   */
  AfterResponse(Telemetry telemetry, long timeoutMillis, FlushPolicy otherwise, ExtensionsApi api) {
    this.telemetry = telemetry;
    this.timeoutMillis = timeoutMillis;
    this.otherwise = otherwise;
    this.api = api;
    this.thread = new Thread(this, "otel-flush");
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void afterInvocation(Context context) {
    String id = context.getAwsRequestId();
    if (!failed && missedLast(id)) {
      fail("Lambda does not tell of invocations");
    }
    done = id;
    LockSupport.unpark(thread);
    if (failed) {
      otherwise.afterInvocation(context);
    }
  }

  /** Lambda begins no invocation before it has told of the last one and been asked for the next. */
  private boolean missedLast(String id) {
    String last = done;
    String lastTold = told;
    return last != null && !last.equals(lastTold) && !id.equals(lastTold);
  }

  @Override
  public void run() {
    while (true) {
      try {
        serveNext();
      } catch (Throwable e) {
        recover(e);
      }
    }
  }

  /** Lets the thread ask on whatever happens, as Lambda waits for that with each invocation. */
  private void recover(Throwable e) {
    try {
      fail("the Extensions API fails: " + e);
      flush(0);
    } catch (Throwable again) {
      failed = true;
    }
    park(RETRY_NANOS);
  }

  /** Parks this policy's thread, whoever has interrupted it before. */
  private void park(long nanos) {
    Thread.interrupted();
    LockSupport.parkNanos(this, nanos);
  }

  private void serveNext() throws IOException {
    long asked = System.currentTimeMillis();
    InvokeEvent event = InvokeEvent.parse(api.next());
    waited(System.currentTimeMillis() - asked);
    told = event.requestId();
    awaitEnd(event);
    if (!failed && !mayHold()) {
      pause();
      export(event.deadlineMillis());
    }
  }

  /** Waits for all of the pause: a function that is done before Lambda tells of it has unparked. */
  private void pause() {
    long end = System.nanoTime() + PAUSE_NANOS;
    for (long left = PAUSE_NANOS; left > 0; left = end - System.nanoTime()) {
      park(left);
    }
  }

  /** Tells whether what is held may wait for a later invocation. */
  boolean mayHold() {
    return false;
  }

  /** Called with the time between the request for the next invocation and its begin. */
  void waited(long millis) {}

  /** Called when an export has ended, whatever came of it. */
  void exported() {}

  private void awaitEnd(InvokeEvent event) {
    while (!failed && !event.requestId().equals(done)) {
      long left = event.deadlineMillis() - System.currentTimeMillis();
      if (left <= 0) {
        return;
      }
      park(TimeUnit.MILLISECONDS.toNanos(left));
    }
  }

  private void export(long deadlineMillis) {
    long left = deadlineMillis - System.currentTimeMillis();
    long budget = Math.min(timeoutMillis, BeforeResponse.budgetMillis(left));
    if (budget > 0) {
      flush(budget);
      exported();
    }
  }

  private void flush(long budgetMillis) {
    try {
      telemetry.flush(budgetMillis, TimeUnit.MILLISECONDS);
    } catch (Throwable e) {
      Diagnostics.warn("what was reported may be late or lost", e);
    }
  }

  private void fail(String why) {
    if (!failed) {
      failed = true;
      Diagnostics.warn("telemetry leaves before the response from now on: " + why);
    }
  }
}
