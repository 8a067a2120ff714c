package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.cold.ColdResult.LayerResult;
import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.TextTable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** A result for the terminal: medians, and ranges in brackets. */
public final class ColdTable {

  /** The table's lines, headings first. */
  public static List<String> lines(ColdResult result) {
    TextTable table =
        TextTable.of(
            "layer",
            "init ms",
            "first ms",
            "sum ms",
            "above none",
            "x none",
            "x first layer",
            "10th warm ms",
            "CPU s",
            "memory MB",
            "classes",
            "zip MB",
            "unzipped MB");
    for (LayerResult layer : result.layers()) {
      OptionalDouble above = result.aboveNoneMs(layer);
      table.add(
          layer.configuration().name(),
          range(layer, ColdStart::initMs, 0),
          range(layer, ColdStart::firstMs, 0),
          range(layer, ColdStart::totalMs, 0),
          above.isPresent() ? Figures.of(above.getAsDouble(), 0) : "-",
          Figures.ratio(result.ratioToNone(layer)),
          Figures.ratio(result.ratioToFirst(layer)),
          range(layer, ColdStart::warmMs, 1),
          Figures.of(layer.statistics(ColdStart::cpuSeconds).median(), 2),
          Figures.of(layer.statistics(ColdStart::memoryMb).median(), 0),
          layer.classes().isPresent() ? "" + layer.classes().getAsInt() : "-",
          Figures.megabytes(layer.size().zipped()),
          Figures.megabytes(layer.size().unzipped()));
    }
    return table.lines();
  }

  private static String range(LayerResult layer, ToDoubleFunction<ColdStart> measure, int digits) {
    return Figures.range(layer.statistics(measure), digits);
  }

  private ColdTable() {}
}
