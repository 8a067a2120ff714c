package io.opentelemetry.lambda.benchmarks.capacity;

import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.TextTable;
import java.util.List;

/** Results for the terminal. */
public final class CapacityTable {

  private static final double BYTES_PER_KB = 1024;

  /** The table of one number of environments, headings first; the bare function is first. */
  public static List<String> lines(List<CapacityResult> results, Price price) {
    TextTable table =
        TextTable.of(
            "flush",
            "invocations/s",
            "exports/s",
            "peak",
            "connections",
            "new/s",
            "KB/s",
            "caller waits ms",
            "billed ms",
            "$/million",
            "added");
    double bare = price.ofMillion(results.get(0).billedMs());
    for (CapacityResult result : results) {
      double cost = price.ofMillion(result.billedMs());
      table.add(
          result.variant().name(),
          Figures.of(result.invocationsPerSecond(), 1),
          Figures.of(result.exportsPerSecond(), 1),
          Figures.of(result.peakExports(), 0),
          Figures.of(result.openConnections(), 1),
          Figures.of(result.newConnectionsPerSecond(), 2),
          Figures.of(result.bytesPerSecond() / BYTES_PER_KB, 1),
          Figures.of(result.waitedMs(), 1),
          Figures.of(result.billedMs(), 1),
          Figures.of(cost, 2),
          Figures.of(cost - bare, 2));
    }
    return table.lines();
  }

  private CapacityTable() {}
}
