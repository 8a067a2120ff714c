package io.opentelemetry.lambda.emulator.internal.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which runtime a function is for, and where its parts are.
 *
 * @param name such as {@code python3.11}; null for the Java runtime of the JDK's version
 * @param homes the folders of interpreters that the user has named
 * @param client the folder of a runtime client that the user has named, or null
 * @param sdkPackages the packages of the AWS SDK that {@code /var/runtime} has besides
 */
public record RuntimeSettings(
    @Nullable String name,
    Map<Language, Path> homes,
    @Nullable Path client,
    List<String> sdkPackages) {}
