package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.cold.ColdResult.LayerResult;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.benchmarks.environment.Turns;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Starts a function over and over, with each of the layers in turn. */
public final class ColdBenchmark {

  private final Environments environments;
  private final List<Configuration> configurations;
  private final Consumer<String> progress;
  private String control = "";

  /**
   * Prepares it.
   *
   * @param progress gets a line now and then
   */
  public static ColdBenchmark create(
      Environments environments, List<Configuration> configurations, Consumer<String> progress) {
    return new ColdBenchmark(environments, configurations, progress);
  }

  private ColdBenchmark(
      Environments environments, List<Configuration> configurations, Consumer<String> progress) {
    this.environments = environments;
    this.configurations = configurations;
    this.progress = progress;
  }

  /** Runs it, after a round that is not measured, in which a JVM's classes are counted. */
  public ColdResult run(int rounds) {
    String platform = environments.platform().name();
    List<LayerResult> layers = new ArrayList<>();
    for (Configuration configuration : configurations) {
      progress.accept(platform + ", first start: " + configuration.name());
      layers.add(
          new LayerResult(
              configuration,
              LayerSize.of(configuration.layers()),
              startFirst(configuration),
              new ArrayList<>()));
    }
    for (int round = 0; round < rounds; round++) {
      progress.accept(platform + ", round " + (round + 1) + " of " + rounds);
      for (LayerResult layer : Turns.round(layers, round)) {
        layer.starts().add(ColdStart.measure(environments, layer.configuration()));
      }
    }
    return new ColdResult(platform, control, layers);
  }

  private OptionalInt startFirst(Configuration configuration) {
    if (environments.platform().isJvm()) {
      return OptionalInt.of(LoadedClasses.of(environments, configuration, this::limitCpu).count());
    }
    try (LambdaEnvironment lambda = environments.builder(configuration).build()) {
      environments.init(configuration, lambda);
      limitCpu(lambda);
      environments.invoke(configuration, lambda);
      return OptionalInt.empty();
    }
  }

  private void limitCpu(LambdaEnvironment lambda) {
    if (control.isEmpty()) {
      control = Environments.limitCpu(lambda);
    }
  }
}
