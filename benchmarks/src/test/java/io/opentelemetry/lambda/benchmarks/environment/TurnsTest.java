package io.opentelemetry.lambda.benchmarks.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {

  @ParameterizedTest
  @CsvSource({"0,ABC", "1,BCA", "2,CAB", "3,ABC", "-1,CAB"})
  void round_eachBeginsWithTheNext(int round, String expected) {
    assertThat(String.join("", Turns.round(List.of("A", "B", "C"), round))).isEqualTo(expected);
  }
}
