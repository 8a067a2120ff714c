package io.opentelemetry.lambda.emulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an environment's init.
 *
 * @param duration from the start of the runtime's process to its first request for an event
 * @param error null unless the status is {@code ERROR}
 */
public record InitResult(Status status, Duration duration, @Nullable FunctionError error) {

  /** How an init ended. */
  public enum Status {
    OK,
    ERROR,
    TIMEOUT
  }
}
