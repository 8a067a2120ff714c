package io.opentelemetry.lambda.cloudformation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A function, as a template describes it.
 *
 * @param logicalId its name in the template
 * @param name its name in Lambda; the logical id where the template gives none
 * @param code a zip or jar, or a folder that holds what the zip would
 * @param runtime such as {@code java21} or {@code provided.al2023}
 * @param layers zips, or folders that hold what the zips would, in the order in which they are laid
 *     over each other
 * @param environment the function's own variables
 * @param architectures {@code x86_64} or {@code arm64}
 * @param startMode what the template asks for; where SnapStart or provisioned concurrency is, AWS
 *     applies it to published versions only
 * @param maxConcurrency how many events an environment of {@link StartMode#MANAGED_INSTANCES} takes
 *     at once; where it is absent, AWS takes 32 for each vCPU
 * @param activeTracing whether X-Ray's tracing is active
 */
public record TemplateFunction(
    String logicalId,
    String name,
    Path code,
    String handler,
    String runtime,
    List<Path> layers,
    Map<String, String> environment,
    int memoryMb,
    Duration timeout,
    List<String> architectures,
    StartMode startMode,
    OptionalInt maxConcurrency,
    boolean activeTracing) {}
