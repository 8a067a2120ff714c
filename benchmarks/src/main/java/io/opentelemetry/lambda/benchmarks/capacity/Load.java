package io.opentelemetry.lambda.benchmarks.capacity;

import java.util.SplittableRandom;

/**
 * Invocations of one environment: the handler takes its time, then the environment rests until the
 * next event.
 *
 * @param handlerMs the mean of how long the handler takes, which is distributed exponentially
 * @param restMs the mean of how long no event comes, which is, too
 * @param seconds how long it goes on
 */
public record Load(double handlerMs, double restMs, int seconds) {

  /** The times of one environment, the same ones for the same number. */
  Times times(int environment) {
    return new Times(new SplittableRandom(environment));
  }

  /** Draws times. */
  final class Times {

    private final SplittableRandom random;

    private Times(SplittableRandom random) {
      this.random = random;
    }

    /** The time until the first event: environments do not begin together. */
    double firstRest() {
      return random.nextDouble() * (handlerMs + restMs);
    }

    double handler() {
      return exponential(handlerMs);
    }

    double rest() {
      return exponential(restMs);
    }

    private double exponential(double mean) {
      return -mean * Math.log1p(-random.nextDouble());
    }
  }
}
