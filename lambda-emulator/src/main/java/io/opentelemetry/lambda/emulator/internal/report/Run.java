package io.opentelemetry.lambda.emulator.internal.report;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.otlp.ReceivedTelemetry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that is known of a run: of one environment or several. */
public record Run(List<EnvironmentReport> environments, ReceivedTelemetry telemetry) {

  /** The invocations of all environments, in the order in which they were answered. */
  public List<InvocationResult> invocations() {
    return environments.stream()
        .flatMap(environment -> environment.invocations().stream())
        .sorted(Comparator.comparing(InvocationResult::responded))
        .toList();
  }

  /** The invocations' numbers in that order, from 1, by request id. */
  public Map<String, Integer> invocationNumbers() {
    Map<String, Integer> numbers = new HashMap<>();
    invocations().forEach(result -> numbers.put(result.requestId(), numbers.size() + 1));
    return numbers;
  }

  /** The most memory that one of the environments has had. */
  public long memoryHighWaterBytes() {
    return environments.stream().mapToLong(EnvironmentReport::memoryHighWaterBytes).max().orElse(0);
  }

  /** Tells whether every invocation succeeded. */
  public boolean succeeded() {
    return invocations().stream().allMatch(i -> i.status() == InvocationResult.Status.OK);
  }
}
