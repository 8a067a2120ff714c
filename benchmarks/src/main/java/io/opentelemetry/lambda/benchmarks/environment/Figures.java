package io.opentelemetry.lambda.benchmarks.environment;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them, with a point in every country. */
public final class Figures {

  private static final double BYTES_PER_MB = 1024 * 1024;

  /** With that many digits after the point. */
  public static String of(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A ratio, or a dash where there is none. */
  public static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? of(ratio.getAsDouble(), 2) : "-";
  }

  /** Bytes in MB, or a dash for none. */
  public static String megabytes(long bytes) {
    return bytes == 0 ? "-" : of(bytes / BYTES_PER_MB, 1);
  }

  /** The median and, in brackets, the least and the most. */
  public static String range(Statistics statistics, int digits) {
    return of(statistics.median(), digits)
        + " ("
        + of(statistics.min(), digits)
        + "-"
        + of(statistics.max(), digits)
        + ")";
  }

  private Figures() {}
}
