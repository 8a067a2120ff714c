package io.opentelemetry.lambda.emulator;

import java.util.List;

/**
 * Reports on one execution environment.
 *
 * @param name the log stream's, which tells it from others
 * @param phases in the order of time
 * @param memoryHighWaterBytes the most memory that its processes have had at once
 * @param control by what they are frozen and limited, and which limits cannot be applied, in one
 *     line, such as {@code freeze by cgroup v2; CPU limit 0.29; memory limit 512 MB}
 */
public record EnvironmentReport(
    String name,
    InitResult init,
    List<InvocationResult> invocations,
    List<Phase> phases,
    List<LogLine> log,
    long memoryHighWaterBytes,
    String control) {}
