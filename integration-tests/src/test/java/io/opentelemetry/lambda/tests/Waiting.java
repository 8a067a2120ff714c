package io.opentelemetry.lambda.tests;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what the function does meanwhile. */
public final class Waiting {

  private static final long LIMIT_NANOS = 30_000_000_000L;

  public static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new AssertionError("not within 30 s");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private Waiting() {}
}
