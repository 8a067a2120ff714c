package io.opentelemetry.lambda.emulator.internal.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what the kernel does in its own time, and tells nobody when it is done. */
public final class Polling {

  private static final Duration BOUND = Duration.ofSeconds(10);

  /** Asks again and again, also when interrupted; false if it is still so after the bound. */
  static boolean until(BooleanSupplier condition) {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - start > BOUND.toNanos()) {
          return false;
        }
        interrupted |= !pause();
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets others go on; false if interrupted. */
  public static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(1);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private Polling() {}
}
