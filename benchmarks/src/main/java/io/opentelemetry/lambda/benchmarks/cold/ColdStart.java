package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.time.Duration;

/**
 * One start of a function, as it was measured.
 *
 * @param initMs from the start of the runtime's process to its first request for an event
 * @param firstMs the first invocation: from the event's delivery to the response
 * @param warmMs the tenth one after that
 * @param cpuSeconds user and system, of the environment's processes until they came to rest after
 *     the first invocation
 * @param memoryMb the most memory that they had at once until the end
 */
public record ColdStart(
    double initMs, double firstMs, double warmMs, double cpuSeconds, double memoryMb) {

  private static final int WARM_INVOCATIONS = 10;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_PER_MB = 1024 * 1024;

  static ColdStart measure(Environments environments, Configuration configuration) {
    try (LambdaEnvironment lambda = environments.builder(configuration).build()) {
      InitResult init = environments.init(configuration, lambda);
      InvocationResult first = environments.invoke(configuration, lambda);
      Duration cpu = lambda.cpuTime();
      InvocationResult warm = first;
      for (int i = 0; i < WARM_INVOCATIONS; i++) {
        warm = environments.invoke(configuration, lambda);
      }
      return new ColdStart(
          milliseconds(init.duration()),
          milliseconds(first.duration()),
          milliseconds(warm.duration()),
          cpu.toNanos() / NANOS_PER_SECOND,
          warm.memoryHighWaterBytes() / BYTES_PER_MB);
    }
  }

  /** The milliseconds that the first caller waits. */
  double totalMs() {
    return initMs + firstMs;
  }

  private static double milliseconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }
}
