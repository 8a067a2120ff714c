package io.opentelemetry.lambda.emulator.internal.runtime;

import java.util.Map;

/**
 * The settings that a runtime's command line depends on.
 *
 * @param initializedAhead whether the environment is initialized before it is needed
 * @param managedInstances whether the runtime takes several events at once
 * @param environment the function's own variables
 */
public record StartSettings(
    int memoryMb,
    String handler,
    boolean initializedAhead,
    boolean managedInstances,
    Map<String, String> environment) {}
