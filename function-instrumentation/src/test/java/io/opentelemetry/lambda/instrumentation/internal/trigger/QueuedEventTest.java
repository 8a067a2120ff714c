package io.opentelemetry.lambda.instrumentation.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class QueuedEventTest {

  @ParameterizedTest
  @CsvSource({
    "1545082649183, 2018-12-17T21:37:29.183Z",
    "0, 1970-01-01T00:00:00Z",
    "1.5E3, 1970-01-01T00:00:01.500Z",
  })
  void ofMillis(String millis, String expected) {
    assertThat(since(QueuedEvent.ofMillis("sqs", millis))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1545084650.987, 2018-12-17T22:10:50.987Z",
    "1.479499740E9, 2016-11-18T20:09:00Z",
    "0.1234567891, 1970-01-01T00:00:00.123456789Z",
  })
  void ofSeconds(String seconds, String expected) {
    assertThat(since(QueuedEvent.ofSeconds("kinesis", seconds))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T12:45:07.000Z, 2026-01-02T12:45:07Z",
    "2026-01-02T12:45:07+01:00, 2026-01-02T11:45:07Z",
    "2026-01-02T12:45:07.123456789Z, 2026-01-02T12:45:07.123456789Z",
  })
  void ofIso(String time, String expected) {
    assertThat(since(QueuedEvent.ofIso("sns", time))).isEqualTo(expected);
  }

  private static String since(@Nullable QueuedEvent event) {
    return event == null ? "none" : event.since().toString();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"-1", "NaN", "Infinity", "1e16", "1e999999999", "0x10", "soon", "[]"})
  void timeIsNoNumber_isNone(@Nullable String time) {
    assertThat(QueuedEvent.ofMillis("sqs", time)).isNull();
    assertThat(QueuedEvent.ofSeconds("sqs", time)).isNull();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {"1545082649183", "2026-01-02", "2026-13-02T12:45:07Z", "2026-01-02T12:45:07"})
  void timeIsNotIso_isNone(@Nullable String time) {
    assertThat(QueuedEvent.ofIso("sns", time)).isNull();
  }
}
