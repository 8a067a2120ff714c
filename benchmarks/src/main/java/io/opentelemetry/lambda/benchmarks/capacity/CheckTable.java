package io.opentelemetry.lambda.benchmarks.capacity;

import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.TextTable;
import java.util.List;

/** Shows simulated and emulated figures side by side. Times are those above the bare function. */
public final class CheckTable {

  /**
   * The table of one number of environments, headings first.
   *
   * @param simulated the bare function first
   * @param emulated the same rows
   */
  public static List<String> lines(List<CapacityResult> simulated, List<EmulatedResult> emulated) {
    TextTable table =
        TextTable.of(
            "flush",
            "invocations",
            "exports each",
            "emulated",
            "bytes each",
            "emulated",
            "caller waits ms",
            "emulated",
            "billed ms",
            "emulated");
    CapacityResult bare = simulated.get(0);
    EmulatedResult emulatedBare = emulated.get(0);
    for (int row = 1; row < simulated.size(); row++) {
      CapacityResult expected = simulated.get(row);
      EmulatedResult actual = emulated.get(row);
      table.add(
          expected.variant().name(),
          Integer.toString(actual.invocations()),
          Figures.of(expected.exportsPerInvocation(), 2),
          Figures.of(actual.exportsPerInvocation(), 2),
          Figures.of(expected.bytesPerInvocation(), 0),
          Figures.of(actual.bytesPerInvocation(), 0),
          Figures.of(expected.waitedMs() - bare.waitedMs(), 1),
          Figures.of(actual.callerMs() - emulatedBare.callerMs(), 1),
          Figures.of(expected.billedMs() - bare.billedMs(), 1),
          Figures.of(actual.billedMs() - emulatedBare.billedMs(), 1));
    }
    return table.lines();
  }

  private CheckTable() {}
}
