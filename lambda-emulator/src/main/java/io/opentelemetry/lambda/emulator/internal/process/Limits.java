package io.opentelemetry.lambda.emulator.internal.process;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Limits that the processes of an execution environment have together; empty is without a limit.
 *
 * @param memoryBytes page cache included, as Lambda counts it
 * @param vcpus the share of the CPU time, 1.0 for one vCPU
 */
public record Limits(OptionalLong memoryBytes, OptionalDouble vcpus) {}
