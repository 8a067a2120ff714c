package io.opentelemetry.lambda.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "2,2",
    "120,120",
    "3600,3600",
    "3601,3600",
    "9223372036854775807,3600",
    "99999999999999999999,3600"
  })
  void nanos_seconds(String value, long seconds) {
    assertThat(RetryAfter.nanos(value)).isEqualTo(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void nanos_date() {
    String date =
        ZonedDateTime.now(ZoneOffset.UTC)
            .plusMinutes(10)
            .format(DateTimeFormatter.RFC_1123_DATE_TIME);
    assertThat(Duration.ofNanos(RetryAfter.nanos(date)))
        .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "Wed, 21 Oct 2015 07:28:00 GMT", "1.5"})
  void nanos_nothingToWaitFor(String value) {
    assertThat(RetryAfter.nanos(value)).isZero();
  }
}
