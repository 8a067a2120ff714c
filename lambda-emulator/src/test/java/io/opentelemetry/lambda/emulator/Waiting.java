package io.opentelemetry.lambda.emulator;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for conditions, for as long as a loaded machine may need. */
public final class Waiting {

  public static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }

  /** Waits for what a failure then names. */
  public static ConditionFactory await(String what) {
    return await().alias(what);
  }

  private Waiting() {}
}
