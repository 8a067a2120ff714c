package io.opentelemetry.lambda.benchmarks.capacity;

import java.util.Arrays;

/**
 * Decides as the policy {@code adaptive} does whether what is held may wait for the next
 * invocation: if that can be expected, by the longest of the last four rests, before an interval
 * has passed since the last export.
 */
final class AdaptiveHold {

  private static final int GAPS = 4;

  private final double intervalMs;
  private final double[] gaps = new double[GAPS];
  private int known;
  private double exportedAt = Double.NaN;

  AdaptiveHold(double intervalMs) {
    this.intervalMs = intervalMs;
  }

  void rested(double ms) {
    gaps[known % GAPS] = ms;
    known++;
  }

  void exported(double now) {
    exportedAt = now;
  }

  boolean mayHold(double now) {
    return known > GAPS
        && !Double.isNaN(exportedAt)
        && now + Arrays.stream(gaps).max().orElse(0) - exportedAt < intervalMs;
  }
}
