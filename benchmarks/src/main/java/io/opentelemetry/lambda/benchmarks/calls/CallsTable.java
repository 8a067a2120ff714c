package io.opentelemetry.lambda.benchmarks.calls;

import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ClientResult;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ConfigurationResult;
import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.TextTable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A result for the terminal, in microseconds: medians, the range of what turns add, and the
 * quietest turns.
 */
public final class CallsTable {

  /** The table's lines, headings first. */
  public static List<String> lines(CallsResult result) {
    TextTable table =
        TextTable.of(
            "client, layer", "p50 us", "added us", "to none", "quiet us", "added us", "spans");
    for (ClientResult client : result.clients()) {
      for (ConfigurationResult each : client.configurations()) {
        table.add(
            client.client() + ", " + each.configuration().name(),
            Figures.of(each.p50(), 1),
            client.added(each).map(added -> Figures.range(added, 1)).orElse("-"),
            Figures.ratio(client.ratio(each)),
            Figures.of(each.quietest(), 1),
            added(client.addedWhenQuiet(each)),
            String.valueOf(each.spans()));
      }
    }
    return table.lines();
  }

  private static String added(OptionalDouble micros) {
    return micros.isPresent() ? Figures.of(micros.getAsDouble(), 1) : "-";
  }

  private CallsTable() {}
}
