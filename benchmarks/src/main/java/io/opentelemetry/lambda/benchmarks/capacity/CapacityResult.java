package io.opentelemetry.lambda.benchmarks.capacity;

/**
 * One row: what so many environments do in a second, and each invocation in the mean.
 *
 * @param exportsPerSecond requests that reach the backend
 * @param peakExports those of the busiest second
 * @param openConnections connections open at the backend at a time, in the mean
 * @param newConnectionsPerSecond those that are opened
 * @param waitedMs how long a caller waits for more than the handler
 * @param billedMs the billed duration, each invocation rounded up to a millisecond
 */
public record CapacityResult(
    Variant variant,
    int environments,
    double invocationsPerSecond,
    double exportsPerSecond,
    double peakExports,
    double openConnections,
    double newConnectionsPerSecond,
    double bytesPerSecond,
    double exportsPerInvocation,
    double bytesPerInvocation,
    double waitedMs,
    double billedMs) {}
