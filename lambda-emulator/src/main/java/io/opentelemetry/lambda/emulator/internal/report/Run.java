package io.opentelemetry.lambda.emulator.internal.report;

import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.Telemetry;
import java.util.List;

/**
 * All that is known of a run.
 *
 * @param output the lines that the function wrote
 */
public record Run(
    InitResult init,
    List<InvocationResult> invocations,
    long memoryHighWaterBytes,
    Telemetry telemetry,
    List<String> output) {

  /** Whether every invocation succeeded. */
  public boolean succeeded() {
    return invocations.stream().allMatch(i -> i.status() == InvocationResult.Status.OK);
  }
}
