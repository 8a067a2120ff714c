package io.opentelemetry.lambda.sdk.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** The header {@code Retry-After}: a number of seconds, or a date (RFC 9110, 10.2.3). */
final class RetryAfter {

  /**
   * The longest time that a backend may ask for: more would mean no telemetry from this
   * environment, but may be a mistake.
   */
  private static final Duration MAX = Duration.ofHours(1);

  /** In nanoseconds from now on; 0 for what is neither, and for what is over. */
  static long nanos(String value) {
    Duration duration = isNumber(value) ? seconds(value) : untilDate(value);
    if (duration.isNegative()) {
      return 0;
    }
    return (duration.compareTo(MAX) > 0 ? MAX : duration).toNanos();
  }

  private static boolean isNumber(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return !value.isEmpty();
  }

  private static Duration seconds(String digits) {
    try {
      return Duration.ofSeconds(Long.parseLong(digits));
    } catch (NumberFormatException tooLong) {
      return MAX;
    }
  }

  private static Duration untilDate(String value) {
    try {
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Duration.between(Instant.now(), date);
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private RetryAfter() {}
}
