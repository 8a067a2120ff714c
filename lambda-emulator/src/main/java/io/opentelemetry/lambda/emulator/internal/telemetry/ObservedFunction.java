package io.opentelemetry.lambda.emulator.internal.telemetry;

/** What the platform's events say of the function and its environment. */
public record ObservedFunction(
    String name,
    String arn,
    String version,
    String runtime,
    String logStream,
    int memoryMb,
    String initializationType) {}
