package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.cold.ColdResult.LayerResult;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A result, as it would come of a machine that got slower by a half in the second round. */
final class Samples {

  static ColdResult result() {
    return new ColdResult(
        "JDK 17.0.15",
        "freeze by cgroup v2; CPU limit 0.58",
        List.of(
            layer("none", 0, 2000, start(900, 100), start(1350, 150)),
            layer("first", 3_000_000, 4000, start(1800, 200), start(2700, 300)),
            layer("<second> & co", 2_000_000, 2500, start(990, 110), start(1485, 165))));
  }

  private static LayerResult layer(String name, long bytes, int classes, ColdStart... starts) {
    return new LayerResult(
        new Configuration(name, List.of(), Map.of("A", "1")),
        new LayerSize(bytes, 2 * bytes),
        OptionalInt.of(classes),
        Arrays.asList(starts));
  }

  private static ColdStart start(double initMs, double firstMs) {
    return new ColdStart(initMs, firstMs, 2, 0.5, 60);
  }

  private Samples() {}
}
