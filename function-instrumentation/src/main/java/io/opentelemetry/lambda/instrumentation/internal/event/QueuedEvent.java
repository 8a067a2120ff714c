package io.opentelemetry.lambda.instrumentation.internal.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Where an event waited for the function, and since when, as the event tells. */
public final class QueuedEvent {

  private static final BigDecimal MAX = new BigDecimal("1e15");
  private static final int MAX_LENGTH = 40;
  private static final int DIGITS_OF_SECOND = 9;
  private static final int DIGITS_OF_MILLI = 6;
  private static final long NANOS = 1_000_000_000;

  private final String source;
  private final Instant since;

  /** An event with a time in milliseconds since 1970; null for what is none. */
  public static @Nullable QueuedEvent ofMillis(String source, @Nullable String millis) {
    return of(source, millis, DIGITS_OF_MILLI);
  }

  /** An event with a time in seconds since 1970, also with a fraction; null for what is none. */
  public static @Nullable QueuedEvent ofSeconds(String source, @Nullable String seconds) {
    return of(source, seconds, DIGITS_OF_SECOND);
  }

  private static @Nullable QueuedEvent of(String source, @Nullable String text, int digits) {
    if (text == null || text.length() > MAX_LENGTH) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (number.signum() < 0 || number.compareTo(MAX) > 0) {
        return null;
      }
      BigDecimal[] time =
          number
              .movePointRight(digits)
              .divideToIntegralValue(BigDecimal.ONE)
              .divideAndRemainder(BigDecimal.valueOf(NANOS));
      return new QueuedEvent(
          source, Instant.ofEpochSecond(time[0].longValue(), time[1].longValue()));
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  /** An event with a time in ISO 8601; null for what is none. */
  public static @Nullable QueuedEvent ofIso(String source, @Nullable String time) {
    try {
      return time == null || time.length() > MAX_LENGTH
          ? null
          : new QueuedEvent(source, OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private QueuedEvent(String source, Instant since) {
    this.source = source;
    this.since = since;
  }

  /** The service that held the event, such as {@code sqs}. */
  public String source() {
    return source;
  }

  public Instant since() {
    return since;
  }
}
