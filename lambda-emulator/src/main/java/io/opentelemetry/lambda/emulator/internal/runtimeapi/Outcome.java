package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import io.opentelemetry.lambda.emulator.FunctionError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime answered to an event, and when.
 *
 * @param instant when the answer had arrived
 * @param nanoTime {@link System#nanoTime()} at the same time
 */
public record Outcome(
    @Nullable String response, @Nullable FunctionError error, Instant instant, long nanoTime) {

  static Outcome success(String response) {
    return new Outcome(response, null, Instant.now(), System.nanoTime());
  }

  public static Outcome failure(FunctionError error) {
    return new Outcome(null, error, Instant.now(), System.nanoTime());
  }
}
