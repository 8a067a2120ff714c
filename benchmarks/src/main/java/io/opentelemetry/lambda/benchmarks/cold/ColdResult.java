package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Statistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * Costs of the layers at a cold start, on one platform.
 *
 * @param platform its name
 * @param control by what the environments were limited, in one line
 */
public record ColdResult(String platform, String control, List<LayerResult> layers) {

  /**
   * Costs of one layer.
   *
   * @param classes how many a JVM loads until the first invocation is over
   * @param starts one of each round
   */
  public record LayerResult(
      Configuration configuration, LayerSize size, OptionalInt classes, List<ColdStart> starts) {

    Statistics statistics(ToDoubleFunction<ColdStart> measure) {
      return Statistics.of(values(measure));
    }

    List<Double> values(ToDoubleFunction<ColdStart> measure) {
      return starts.stream().map(measure::applyAsDouble).toList();
    }
  }

  /** The ratio of the total to that of the bare function, round by round; empty without one. */
  OptionalDouble ratioToNone(LayerResult layer) {
    return layers.stream()
        .filter(other -> other.configuration().isNone())
        .mapToDouble(none -> ratio(layer, none))
        .findFirst();
  }

  /** The ratio of the total to that of the first layer, round by round; empty without one. */
  OptionalDouble ratioToFirst(LayerResult layer) {
    return layers.stream()
        .filter(other -> !other.configuration().isNone())
        .mapToDouble(first -> ratio(layer, first))
        .findFirst();
  }

  /** How much longer the total is than that of the bare function, round by round, in ms. */
  OptionalDouble aboveNoneMs(LayerResult layer) {
    return layers.stream()
        .filter(other -> other.configuration().isNone())
        .mapToDouble(
            none ->
                Statistics.medianDifference(
                    layer.values(ColdStart::totalMs), none.values(ColdStart::totalMs)))
        .findFirst();
  }

  private static double ratio(LayerResult layer, LayerResult to) {
    return Statistics.medianRatio(layer.values(ColdStart::totalMs), to.values(ColdStart::totalMs));
  }
}
