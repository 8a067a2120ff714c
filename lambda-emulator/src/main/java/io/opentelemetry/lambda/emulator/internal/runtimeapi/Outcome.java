package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import io.opentelemetry.lambda.emulator.FunctionError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime answered to an event, and when; it has either a response or an error.
 *
 * @param instant when the answer had arrived
 * @param nanoTime {@link System#nanoTime()} at the same time
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Outcome(
    byte @Nullable [] response, @Nullable FunctionError error, Instant instant, long nanoTime) {

  static Outcome success(byte[] response) {
    return new Outcome(response, null, Instant.now(), System.nanoTime());
  }

  public static Outcome failure(FunctionError error) {
    return new Outcome(null, error, Instant.now(), System.nanoTime());
  }
}
