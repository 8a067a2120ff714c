package io.opentelemetry.lambda.emulator.otlp;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A fault in the answers of an {@link OtlpSink}.
 *
 * <p>As text, a fault is its name, what it takes, and at the end {@code ;every=N} if only every
 * N-th request is to meet it:
 *
 * <pre>{@code
 * latency=200ms           receives at once, answers later; in ms or s
 * status=503              an error, 400 to 599; over gRPC the code that means the same
 * status=429,retry-after=2    with Retry-After in seconds; over gRPC RetryInfo
 * refuse                  nobody listens at the ports; open connections are closed
 * cut                     the connection is closed in place of an answer
 * cut=response            the connection is closed within the answer
 * silent                  there is never an answer
 * partial=3               the first 3 spans, data points or log records are rejected
 * status=503;every=3      the 3rd, 6th, … request fails
 * }</pre>
 *
 * <p>But for latency and what a partial success leaves, nothing of such a request is received.
 */
public final class OtlpFault {

  private final Consumer<ExportCall> effect;
  private final int every;
  private final boolean refusal;

  /**
   * Reads a fault's text.
   *
   * @throws EmulatorException if it is none, with all that there are
   */
  public static OtlpFault parse(String text) {
    return OtlpFaultText.parse(text);
  }

  /** Everything is received at once, and answered later. */
  public static OtlpFault latency(Duration latency) {
    check(!latency.isNegative(), "a latency is not negative");
    return of(call -> call.receive(latency));
  }

  /**
   * An error.
   *
   * @param status HTTP's, 400 to 599; over gRPC it becomes the code that means the same
   */
  public static OtlpFault status(int status) {
    checkStatus(status);
    return of(call -> call.fail(status, null));
  }

  /**
   * An error, and when to try again.
   *
   * @param status HTTP's, 400 to 599; over gRPC it becomes the code that means the same
   * @param retryAfter over HTTP as {@code Retry-After}, rounded up to seconds; over gRPC as {@code
   *     RetryInfo}
   */
  public static OtlpFault status(int status, Duration retryAfter) {
    checkStatus(status);
    check(!retryAfter.isNegative(), "retry-after is not negative");
    return of(call -> call.fail(status, retryAfter));
  }

  /** Nobody listens at the ports, and open connections are closed. */
  public static OtlpFault refuse() {
    return new OtlpFault(ExportCall::cut, 1, true);
  }

  /** The connection is closed in place of an answer, when the request has been read. */
  public static OtlpFault cut() {
    return of(ExportCall::cut);
  }

  /** The connection is closed when the answer, a success, has begun. */
  public static OtlpFault cutResponse() {
    return of(ExportCall::cutWithinResponse);
  }

  /** The request is read, and never answered; its connection stays open. */
  public static OtlpFault silent() {
    return of(call -> {});
  }

  /** The first spans, data points or log records are rejected, the others are received. */
  public static OtlpFault partial(int rejected) {
    return partial(rejected, "told to reject");
  }

  /**
   * The first spans, data points or log records are rejected, the others are received.
   *
   * @param rejected how many; a request that has fewer is rejected whole
   * @param reason what the response says about it
   */
  public static OtlpFault partial(int rejected, String reason) {
    check(rejected >= 0, "a number of items is not negative");
    return of(call -> call.reject(rejected, reason));
  }

  private static OtlpFault of(Consumer<ExportCall> effect) {
    return new OtlpFault(effect, 1, false);
  }

  private OtlpFault(Consumer<ExportCall> effect, int every, boolean refusal) {
    this.effect = effect;
    this.every = every;
    this.refusal = refusal;
  }

  /**
   * The same for every n-th request only.
   *
   * @throws IllegalArgumentException for a refusal, which meets no request
   */
  public OtlpFault every(int n) {
    check(n >= 1, "every=" + n + " is not positive");
    check(
        !refusal || n == 1,
        "refuse does not go with every=" + n + ": what is refused is no request to count");
    return new OtlpFault(effect, n, refusal);
  }

  int every() {
    return every;
  }

  Consumer<ExportCall> effect() {
    return effect;
  }

  boolean isRefusal() {
    return refusal;
  }

  private static void checkStatus(int status) {
    check(status >= 400 && status <= 599, "a status is from 400 to 599");
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
