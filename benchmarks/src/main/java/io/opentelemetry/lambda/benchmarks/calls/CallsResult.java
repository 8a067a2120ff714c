package io.opentelemetry.lambda.benchmarks.calls;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Statistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Costs of the layers for the calls of a warm function, on one JDK.
 *
 * @param jdk its version
 * @param control by what the environments were limited, in one line
 */
public record CallsResult(String jdk, String control, List<ClientResult> clients) {

  /** The calls by one client, with each layer. */
  public record ClientResult(String client, List<ConfigurationResult> configurations) {

    /**
     * Compares calls with those of the bare function, turn by turn: what a call takes more, in
     * microseconds.
     */
    Optional<Statistics> added(ConfigurationResult result) {
      return toCompare(result)
          .map(bare -> Statistics.ofDifferences(result.medians(), bare.medians()));
    }

    /** Compares the quietest turn of each: what a call takes more, in microseconds. */
    OptionalDouble addedWhenQuiet(ConfigurationResult result) {
      return toCompare(result).stream()
          .mapToDouble(bare -> result.quietest() - bare.quietest())
          .findFirst();
    }

    /** The median of the ratios of each turn. */
    OptionalDouble ratio(ConfigurationResult result) {
      return toCompare(result).stream()
          .mapToDouble(bare -> Statistics.medianRatio(result.medians(), bare.medians()))
          .findFirst();
    }

    private Optional<ConfigurationResult> toCompare(ConfigurationResult result) {
      return configurations.stream()
          .filter(each -> each.configuration().isNone())
          .filter(bare -> !result.configuration().isNone())
          .findFirst();
    }
  }

  /**
   * The calls with one layer.
   *
   * @param spans how many of clients the first call was reported by
   * @param turns the microseconds of each call; those of the same place were made one after the
   *     other
   */
  public record ConfigurationResult(
      Configuration configuration, int spans, List<List<Double>> turns) {

    double p50() {
      return Statistics.quantile(turns.stream().flatMap(List::stream).toList(), 0.5);
    }

    /** The least of the turns' medians. */
    double quietest() {
      return Statistics.of(medians()).min();
    }

    List<Double> medians() {
      return turns.stream().map(turn -> Statistics.quantile(turn, 0.5)).toList();
    }
  }
}
