package io.opentelemetry.lambda.benchmarks.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void median_isInTheMiddle_andTheRangeAroundIt() {
    assertThat(Statistics.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Statistics(4, 1, 9));
    assertThat(Statistics.of(List.of(1.0, 2.0))).isEqualTo(new Statistics(1.5, 1, 2));
  }

  @Test
  void ratio_isOfPairs_notOfMedians() {
    // the third round was slow for both
    assertThat(Statistics.medianRatio(List.of(2.0, 30.0, 600.0), List.of(1.0, 10.0, 300.0)))
        .isEqualTo(2);
  }

  @Test
  void difference_isOfPairs_notOfMedians() {
    assertThat(Statistics.medianDifference(List.of(5.0, 12.0, 101.0), List.of(1.0, 10.0, 100.0)))
        .isEqualTo(2);
  }

  @Test
  void quantile_isInterpolated() {
    List<Double> values = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0);
    assertThat(Statistics.quantile(values, 0.9)).isCloseTo(9.1, within(1e-9));
    assertThat(Statistics.quantile(List.of(7.0), 0.99)).isEqualTo(7);
  }
}
