package io.opentelemetry.lambda.emulator.internal.report;

import java.util.Locale;

/** An amount of memory as people read it. */
public final class MemoryText {

  private static final double BYTES_PER_MB = 1024 * 1024;

  public static String of(long bytes) {
    return String.format(Locale.ROOT, "%.0f MB", bytes / BYTES_PER_MB);
  }

  private MemoryText() {}
}
