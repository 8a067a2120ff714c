package io.opentelemetry.lambda.instrumentation.internal.trigger.datasource;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times that events count from 1970, in ISO 8601. */
final class EpochTimes {

  private static final double MILLIS = 1000;

  /** Takes fractions and exponents, {@code 1.479499740E9}; returns null for what is no number. */
  static @Nullable String ofSeconds(@Nullable String seconds) {
    try {
      return seconds == null
          ? null
          : Instant.ofEpochMilli((long) (Double.parseDouble(seconds) * MILLIS)).toString();
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private EpochTimes() {}
}
