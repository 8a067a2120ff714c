package io.opentelemetry.lambda.emulator.internal.report;

import java.time.Duration;
import java.util.Locale;

/**
 * A duration as people read it: {@code 850 ns}, {@code 4.71 ms}, {@code 362 ms}, {@code 2 h 3 min}.
 */
public final class DurationText {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000 * MICRO;
  private static final long SECOND = 1_000 * MILLI;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  public static String of(Duration duration) {
    return of(duration.toNanos());
  }

  public static String of(long nanos) {
    if (nanos < 0) {
      return "−" + of(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
    }
    if (nanos < MICRO) {
      return nanos + " ns";
    }
    if (nanos < MILLI) {
      return threeDigits((double) nanos / MICRO) + " µs";
    }
    if (nanos < SECOND) {
      return threeDigits((double) nanos / MILLI) + " ms";
    }
    if (nanos < MINUTE) {
      return threeDigits((double) nanos / SECOND) + " s";
    }
    if (nanos < HOUR) {
      return nanos / MINUTE + " min " + nanos % MINUTE / SECOND + " s";
    }
    if (nanos < DAY) {
      return nanos / HOUR + " h " + nanos % HOUR / MINUTE + " min";
    }
    return nanos / DAY + " d " + nanos % DAY / HOUR + " h";
  }

  private static String threeDigits(double value) {
    String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }

  private DurationText() {}
}
