package io.opentelemetry.lambda.emulator;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for conditions, for as long as a loaded machine may need. */
public final class Waiting {

  public static ConditionFactory await() {
    // those of other tests, which run at the same time
    return Awaitility.await().dontCatchUncaughtExceptions().atMost(Duration.ofMinutes(1));
  }

  /** Waits for what a failure then names. */
  public static ConditionFactory await(String what) {
    return await().alias(what);
  }

  private Waiting() {}
}
