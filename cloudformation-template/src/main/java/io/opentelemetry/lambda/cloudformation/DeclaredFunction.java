package io.opentelemetry.lambda.cloudformation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function as a template describes it, without the files that it would need to run here.
 *
 * @param handler empty for a container image
 * @param runtime such as {@code java21}; empty for a container image
 * @param layers their ARNs; those of the template's own layers are made up, and one that is known
 *     in AWS only is empty
 * @param environment the function's own variables; those that are known in AWS only are empty
 */
public record DeclaredFunction(
    String logicalId,
    String handler,
    String runtime,
    List<String> layers,
    Map<String, String> environment,
    int memoryMb,
    Duration timeout,
    List<String> architectures) {}
