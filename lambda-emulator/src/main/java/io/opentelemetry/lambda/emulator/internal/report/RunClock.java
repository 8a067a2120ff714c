package io.opentelemetry.lambda.emulator.internal.report;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A run's times in nanoseconds since it began, which a number of JavaScript holds exactly for a
 * hundred days.
 */
public final class RunClock {

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long origin;

  /** A clock that starts with the first that is known of the environments, or of the spans. */
  public static RunClock of(Run run) {
    return new RunClock(
        run.environments().stream()
            .flatMap(RunClock::instants)
            .mapToLong(RunClock::unixNanos)
            .min()
            .orElseGet(() -> spanStarts(run).min().orElse(0)));
  }

  private RunClock(long unixNanos) {
    this.origin = unixNanos - unixNanos % NANOS_PER_MILLI;
  }

  /** The start in milliseconds since 1970. */
  public long originMillis() {
    return origin / NANOS_PER_MILLI;
  }

  public long at(Instant instant) {
    return unixNanos(instant) - origin;
  }

  /**
   * The time of a span, which may be any number.
   *
   * @param unixNanos unsigned, as in OTLP; what a long cannot hold, after 2262, becomes the last
   *     that it can
   */
  public long at(long unixNanos) {
    return clamp(unixNanos) - origin;
  }

  public static Instant start(InvocationResult invocation) {
    return invocation.responded().minus(invocation.duration());
  }

  private static Stream<Instant> instants(EnvironmentReport environment) {
    return Stream.of(
            environment.phases().stream().map(Phase::start),
            environment.invocations().stream().map(RunClock::start),
            environment.log().stream().map(LogLine::time))
        .flatMap(instants -> instants);
  }

  private static LongStream spanStarts(Run run) {
    return run.telemetry().spans().stream()
        .mapToLong(Span::getStartTimeUnixNano)
        .map(RunClock::clamp);
  }

  private static long clamp(long unixNanos) {
    return unixNanos < 0 ? Long.MAX_VALUE : unixNanos;
  }

  private static long unixNanos(Instant instant) {
    return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
  }
}
