package io.opentelemetry.lambda.benchmarks.latency;

import io.opentelemetry.lambda.emulator.InvocationResult;

/**
 * One invocation of a warm function, as it was measured.
 *
 * @param latencyMs from the event's delivery to the response
 * @param billedMs from the event's delivery until the environment came to rest
 */
public record WarmInvocation(double latencyMs, double billedMs) {

  private static final double NANOS_PER_MILLI = 1e6;

  static WarmInvocation of(InvocationResult result) {
    return new WarmInvocation(
        result.duration().toNanos() / NANOS_PER_MILLI,
        result.duration().plus(result.postRuntime()).toNanos() / NANOS_PER_MILLI);
  }
}
