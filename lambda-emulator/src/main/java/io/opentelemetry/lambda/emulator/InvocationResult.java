package io.opentelemetry.lambda.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one invocation.
 *
 * @param coldStart whether it was the first of its environment
 * @param responded when the response had arrived, or the wait for it ended
 * @param duration from the event's delivery to the response, or to the end of the wait for it
 * @param postRuntime how long the environment stayed awake after that
 * @param payload what the caller gets: the function's response, or its error's document
 * @param error null if it did not fail
 * @param log what the environment's processes wrote meanwhile
 * @param init how long the init before it took, where the caller waited for that
 * @param memoryHighWaterBytes the most memory that the environment's processes have had at once
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record InvocationResult(
    String requestId,
    boolean coldStart,
    Status status,
    Instant responded,
    Duration duration,
    Duration postRuntime,
    byte[] payload,
    @Nullable FunctionError error,
    List<LogLine> log,
    @Nullable Duration init,
    long memoryHighWaterBytes) {

  /** The function's response, taken as UTF-8; null if it failed. */
  public @Nullable String response() {
    return error == null ? new String(payload, UTF_8) : null;
  }

  /** How an invocation ended. */
  public enum Status {
    OK,
    ERROR,
    TIMEOUT
  }
}
