package io.opentelemetry.lambda.instrumentation.internal.flush;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
final class Await {

  private static final long LIMIT_NANOS = 10_000_000_000L;

  static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new AssertionError("not within 10 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Await() {}
}
