package io.opentelemetry.lambda.emulator.internal.telemetry;

/**
 * The function and its environment, as the platform's events describe them.
 *
 * @param jsonLogs whether the format of its log is JSON
 */
public record ObservedFunction(
    String name,
    String arn,
    String version,
    String runtime,
    String logStream,
    int memoryMb,
    String initializationType,
    boolean jsonLogs) {}
