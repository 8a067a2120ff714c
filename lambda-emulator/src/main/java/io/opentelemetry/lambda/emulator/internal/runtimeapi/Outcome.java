package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import io.opentelemetry.lambda.emulator.FunctionError;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime answered to an event, and when.
 *
 * @param nanoTime {@link System#nanoTime()} when the answer had arrived
 */
public record Outcome(@Nullable String response, @Nullable FunctionError error, long nanoTime) {

  static Outcome success(String response) {
    return new Outcome(response, null, System.nanoTime());
  }

  public static Outcome failure(FunctionError error) {
    return new Outcome(null, error, System.nanoTime());
  }
}
