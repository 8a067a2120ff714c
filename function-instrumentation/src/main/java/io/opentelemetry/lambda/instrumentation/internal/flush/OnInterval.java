package io.opentelemetry.lambda.instrumentation.internal.flush;

import com.amazonaws.services.lambda.runtime.Context;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Exports at intervals, from a thread of its own, and holds nobody's response: for environments
 * that take several events at a time and are never frozen (managed instances).
 */
final class OnInterval implements FlushPolicy, Runnable {

  /** The time that the exporters take for an export at most, unless the user says otherwise. */
  private static final long TIMEOUT_SECONDS = 30;

  private final Telemetry telemetry;
  private final long intervalMillis;

  static OnInterval start(Telemetry telemetry, long intervalMillis) {
    OnInterval policy = new OnInterval(telemetry, intervalMillis);
    Thread thread = new Thread(policy, "otel-flush");
    thread.setDaemon(true);
    thread.start();
    return policy;
  }

  private OnInterval(Telemetry telemetry, long intervalMillis) {
    this.telemetry = telemetry;
    this.intervalMillis = intervalMillis;
  }

  @Override
  public void afterInvocation(Context context) {
    // what is held goes with the others'
  }

  @Override
  public void run() {
    long last = System.nanoTime();
    while (true) {
      long left = last + TimeUnit.MILLISECONDS.toNanos(intervalMillis) - System.nanoTime();
      if (left > 0) {
        Thread.interrupted();
        LockSupport.parkNanos(this, left);
      } else {
        last = System.nanoTime();
        flush();
      }
    }
  }

  private void flush() {
    try {
      telemetry.flush(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (Throwable e) {
      Diagnostics.warn("what was reported may be late or lost", e);
    }
  }
}
