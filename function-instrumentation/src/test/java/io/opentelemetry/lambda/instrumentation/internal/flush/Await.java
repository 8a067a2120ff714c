package io.opentelemetry.lambda.instrumentation.internal.flush;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what other threads do. */
final class Await {

  static void until(Callable<Boolean> condition) {
    Awaitility.await()
        .dontCatchUncaughtExceptions() // those of other tests
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(condition);
  }

  private Await() {}
}
