package io.opentelemetry.lambda.emulator.internal.report;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.Telemetry;
import java.util.Comparator;
import java.util.List;

/** All that is known of a run: of one environment or several. */
public record Run(List<EnvironmentReport> environments, Telemetry telemetry) {

  /** The invocations of all environments, in the order in which they were answered. */
  public List<InvocationResult> invocations() {
    return environments.stream()
        .flatMap(environment -> environment.invocations().stream())
        .sorted(Comparator.comparing(InvocationResult::responded))
        .toList();
  }

  /** The most memory that one of the environments has had. */
  public long memoryHighWaterBytes() {
    return environments.stream().mapToLong(EnvironmentReport::memoryHighWaterBytes).max().orElse(0);
  }

  /** Whether every invocation succeeded. */
  public boolean succeeded() {
    return invocations().stream().allMatch(i -> i.status() == InvocationResult.Status.OK);
  }
}
