package io.opentelemetry.lambda.emulator;

import java.time.Instant;

/**
 * A line that a process of the environment wrote, on either stream.
 *
 * @param source {@code function}, or the extension's name
 */
public record LogLine(Instant time, String source, String text) {}
