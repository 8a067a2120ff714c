package io.opentelemetry.lambda.emulator.environment;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings that an environment's programs are started with, at each init the same.
 *
 * @param command the runtime's
 * @param variables the runtime's
 * @param extensions the names of the external extensions
 * @param extensionVariables theirs
 */
record EnvironmentStart(
    List<String> command,
    Map<String, String> variables,
    Set<String> extensions,
    Map<String, String> extensionVariables) {}
