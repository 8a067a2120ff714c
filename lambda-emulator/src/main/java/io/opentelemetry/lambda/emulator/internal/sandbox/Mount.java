package io.opentelemetry.lambda.emulator.internal.sandbox;

import java.nio.file.Path;

/**
 * A folder of this machine that an execution environment sees, read-only.
 *
 * @param target the absolute path inside, which has to exist when it is below another mount
 */
public record Mount(Path source, String target) {}
