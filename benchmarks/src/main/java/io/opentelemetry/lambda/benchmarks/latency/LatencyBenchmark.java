package io.opentelemetry.lambda.benchmarks.latency;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.benchmarks.environment.Turns;
import io.opentelemetry.lambda.benchmarks.latency.LatencyResult.ConfigurationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Invokes warm functions, one of each configuration side by side, of which only the one that has an
 * event is awake.
 */
public final class LatencyBenchmark {

  private static final int WARM_UP = 10;

  private final Environments environments;
  private final List<Configuration> configurations;
  private final Consumer<String> progress;
  private String control = "";

  /**
   * Prepares it.
   *
   * @param progress gets a line now and then
   */
  public static LatencyBenchmark create(
      Environments environments, List<Configuration> configurations, Consumer<String> progress) {
    return new LatencyBenchmark(environments, configurations, progress);
  }

  private LatencyBenchmark(
      Environments environments, List<Configuration> configurations, Consumer<String> progress) {
    this.environments = environments;
    this.configurations = configurations;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param rounds how often to begin with new environments
   * @param invocations of each environment, after some that are not measured
   */
  public LatencyResult run(int rounds, int invocations) {
    String platform = environments.platform().name();
    List<ConfigurationResult> results = new ArrayList<>();
    configurations.forEach(each -> results.add(new ConfigurationResult(each, new ArrayList<>())));
    for (int round = 0; round < rounds; round++) {
      progress.accept(platform + ", round " + (round + 1) + " of " + rounds);
      List<Running> all = new ArrayList<>();
      try {
        results.forEach(result -> all.add(start(result)));
        for (int turn = -WARM_UP; turn < invocations; turn++) {
          for (Running each : Turns.round(all, turn)) {
            WarmInvocation invocation = invoke(each);
            if (turn >= 0) {
              each.result().invocations().add(invocation);
            }
          }
        }
      } finally {
        all.forEach(each -> each.lambda().close());
      }
    }
    return new LatencyResult(platform, control, results);
  }

  private Running start(ConfigurationResult result) {
    Running running = new Running(result, environments.builder(result.configuration()).build());
    environments.init(result.configuration(), running.lambda());
    if (control.isEmpty()) {
      control = Environments.limitCpu(running.lambda());
    }
    return running;
  }

  private WarmInvocation invoke(Running running) {
    return WarmInvocation.of(
        environments.invoke(running.result().configuration(), running.lambda()));
  }

  private record Running(ConfigurationResult result, LambdaEnvironment lambda) {}
}
