package io.opentelemetry.lambda.benchmarks.latency;

import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.TextTable;
import io.opentelemetry.lambda.benchmarks.latency.LatencyResult.ConfigurationResult;
import java.util.List;
import java.util.OptionalDouble;

/** A result for the terminal, in milliseconds. */
public final class LatencyTable {

  /** The table's lines, headings first. */
  public static List<String> lines(LatencyResult result) {
    TextTable table =
        TextTable.of("layer", "p50 ms", "p90 ms", "p99 ms", "added p50", "billed p50", "added");
    for (ConfigurationResult configuration : result.configurations()) {
      table.add(
          configuration.configuration().name(),
          Figures.of(configuration.quantile(WarmInvocation::latencyMs, 0.5), 1),
          Figures.of(configuration.quantile(WarmInvocation::latencyMs, 0.9), 1),
          Figures.of(configuration.quantile(WarmInvocation::latencyMs, 0.99), 1),
          added(result.added(configuration, WarmInvocation::latencyMs)),
          Figures.of(configuration.quantile(WarmInvocation::billedMs, 0.5), 1),
          added(result.added(configuration, WarmInvocation::billedMs)));
    }
    return table.lines();
  }

  private static String added(OptionalDouble milliseconds) {
    return milliseconds.isPresent() ? Figures.of(milliseconds.getAsDouble(), 1) : "-";
  }

  private LatencyTable() {}
}
