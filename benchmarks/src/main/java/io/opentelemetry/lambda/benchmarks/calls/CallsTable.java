package io.opentelemetry.lambda.benchmarks.calls;

import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ClientResult;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ConfigurationResult;
import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.TextTable;
import java.util.List;

/** A result for the terminal, in microseconds: medians, and the range of what turns add. */
public final class CallsTable {

  /** The table's lines, headings first. */
  public static List<String> lines(CallsResult result) {
    TextTable table = TextTable.of("client, layer", "p50 us", "added us", "to none", "spans");
    for (ClientResult client : result.clients()) {
      for (ConfigurationResult each : client.configurations()) {
        table.add(
            client.client() + ", " + each.configuration().name(),
            Figures.of(each.p50(), 1),
            client.added(each).map(added -> Figures.range(added, 1)).orElse("-"),
            Figures.ratio(client.ratio(each)),
            String.valueOf(each.spans()));
      }
    }
    return table.lines();
  }

  private CallsTable() {}
}
