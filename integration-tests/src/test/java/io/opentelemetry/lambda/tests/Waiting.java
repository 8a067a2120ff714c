package io.opentelemetry.lambda.tests;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what the function does meanwhile. */
public final class Waiting {

  public static void until(Callable<Boolean> condition) {
    Awaitility.await()
        .dontCatchUncaughtExceptions() // those of other tests
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
  }

  private Waiting() {}
}
