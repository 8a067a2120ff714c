package io.opentelemetry.lambda.benchmarks.capacity;

import io.opentelemetry.lambda.benchmarks.capacity.CapacityEmulation.Measured;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A variant under the emulator, each invocation in the mean.
 *
 * @param callerMs how long the caller waited for more than the handler; the bare function's, too,
 *     is not none
 */
public record EmulatedResult(
    Variant variant,
    int environments,
    int invocations,
    double exportsPerInvocation,
    double bytesPerInvocation,
    double callerMs,
    double billedMs) {

  static EmulatedResult of(
      Variant variant, int environments, List<Measured> measured, int requests, long bytes) {
    return new EmulatedResult(
        variant,
        environments,
        measured.size(),
        (double) requests / measured.size(),
        (double) bytes / measured.size(),
        mean(measured, Measured::callerMs),
        mean(measured, Measured::billedMs));
  }

  private static double mean(List<Measured> measured, ToDoubleFunction<Measured> measure) {
    return measured.stream().mapToDouble(measure).average().orElse(0);
  }
}
