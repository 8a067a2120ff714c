package io.opentelemetry.lambda.emulator.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "850, 850 ns",
    "1500, 1.50 µs",
    "4710000, 4.71 ms",
    "36200000, 36.2 ms",
    "362000000, 362 ms",
    "59900000000, 59.9 s",
    "61000000000, 1 min 1 s",
    "7380000000000, 2 h 3 min",
    "90000000000000, 1 d 1 h",
    "-8000000, −8.00 ms",
    "-9223372036854775808, −106751 d 23 h"
  })
  void duration_isReadInItsOwnUnit(long nanos, String text) {
    assertThat(DurationText.of(nanos)).isEqualTo(text);
  }
}
