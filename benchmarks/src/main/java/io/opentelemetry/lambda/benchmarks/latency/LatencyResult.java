package io.opentelemetry.lambda.benchmarks.latency;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Statistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Costs of the layers for the caller of a warm function, on one platform.
 *
 * @param platform its name
 * @param control by what the environments were limited, in one line
 */
public record LatencyResult(
    String platform, String control, List<ConfigurationResult> configurations) {

  /**
   * Costs of one configuration.
   *
   * @param invocations in their order; the ones of the same place were made one after the other
   */
  public record ConfigurationResult(Configuration configuration, List<WarmInvocation> invocations) {

    /** The value below which a part of the invocations is. */
    double quantile(ToDoubleFunction<WarmInvocation> measure, double part) {
      return Statistics.quantile(values(measure), part);
    }

    List<Double> values(ToDoubleFunction<WarmInvocation> measure) {
      return invocations.stream().map(measure::applyAsDouble).toList();
    }
  }

  /** The median of what it takes more than the bare function in the same turn, in ms. */
  OptionalDouble added(ConfigurationResult result, ToDoubleFunction<WarmInvocation> measure) {
    return configurations.stream()
        .filter(other -> other.configuration().isNone())
        .mapToDouble(
            none -> Statistics.medianDifference(result.values(measure), none.values(measure)))
        .findFirst();
  }
}
