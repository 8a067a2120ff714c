package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.FunctionError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The runtime's answer to an event, and its time.
 *
 * @param payload what the caller gets: the response, or the error's document
 * @param error null for a response
 * @param instant when the answer had arrived
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Outcome(byte[] payload, @Nullable FunctionError error, Instant instant) {

  static Outcome success(byte[] response) {
    return new Outcome(response, null, Instant.now());
  }

  static Outcome failure(FunctionError error, byte[] document) {
    return new Outcome(document, error, Instant.now());
  }

  /** An error that Lambda answers with in the function's place. */
  public static Outcome failure(FunctionError error) {
    return failure(error, error.toJson().getBytes(UTF_8));
  }

  /** Tells whether it is a response. */
  public boolean isResponse() {
    return error == null;
  }
}
