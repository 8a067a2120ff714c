package io.opentelemetry.lambda.benchmarks.environment;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Summarizes several measurements of the same.
 *
 * @param median the one in the middle, or between the two in the middle
 */
public record Statistics(double median, double min, double max) {

  // as spreadsheets do it
  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  public static Statistics of(List<Double> values) {
    return new Statistics(quantile(values, 0.5), quantile(values, 0), quantile(values, 1));
  }

  /** The median of the ratios of two that were measured in the same round. */
  public static double medianRatio(List<Double> values, List<Double> to) {
    return quantile(ofPairs(values, to, (value, other) -> value / other), 0.5);
  }

  /** The median of the differences of two that were measured in the same round. */
  public static double medianDifference(List<Double> values, List<Double> to) {
    return ofDifferences(values, to).median();
  }

  /** The differences of two that were measured in the same round. */
  public static Statistics ofDifferences(List<Double> values, List<Double> to) {
    return of(ofPairs(values, to, (value, other) -> value - other));
  }

  private static List<Double> ofPairs(
      List<Double> values, List<Double> others, DoubleBinaryOperator operator) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> operator.applyAsDouble(values.get(i), others.get(i)))
        .toList();
  }

  /**
   * The value below which a part of the values is, by linear interpolation.
   *
   * @param part from 0 to 1
   */
  public static double quantile(List<Double> values, double part) {
    return QUANTILE.evaluate(values.stream().mapToDouble(Double::doubleValue).toArray(), part);
  }
}
