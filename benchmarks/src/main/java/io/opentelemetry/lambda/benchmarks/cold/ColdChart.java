package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.cold.ColdResult.LayerResult;
import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as a bar chart, an SVG file that needs nothing else. */
public final class ColdChart {

  private static final String TEMPLATE = "io/opentelemetry/lambda/benchmarks/cold/chart.svg.peb";
  private static final double WIDEST_BAR = 420;
  private static final int HEAD = 52;
  private static final int GROUP_HEIGHT = 30;
  private static final int BAR_HEIGHT = 26;
  private static final int FOOT = 14;

  /** The bars of one platform, below its name. */
  record Group(String title, int y, List<Bar> bars) {}

  /** A layer's bar: the init, and the first invocation after it. */
  record Bar(String label, int y, String initWidth, String firstWidth, String end, String figure) {}

  /**
   * Draws it.
   *
   * @param title what was started, and with how much CPU
   */
  public static String of(String title, List<ColdResult> results) {
    double longest =
        results.stream()
            .flatMap(result -> result.layers().stream())
            .mapToDouble(layer -> init(layer) + first(layer))
            .max()
            .orElse(1);
    List<Group> groups = new ArrayList<>();
    int y = HEAD;
    for (ColdResult result : results) {
      int titleY = y;
      y += GROUP_HEIGHT;
      List<Bar> bars = new ArrayList<>();
      for (LayerResult layer : result.layers()) {
        bars.add(bar(layer, y, WIDEST_BAR / longest));
        y += BAR_HEIGHT;
      }
      groups.add(new Group(result.platform(), titleY, bars));
    }
    return render(Map.of("title", title, "groups", groups, "height", y + FOOT));
  }

  private static Bar bar(LayerResult layer, int y, double pixelsPerMs) {
    double init = init(layer) * pixelsPerMs;
    double first = first(layer) * pixelsPerMs;
    return new Bar(
        layer.configuration().name(),
        y,
        Figures.of(init, 1),
        Figures.of(first, 1),
        Figures.of(init + first, 1),
        Figures.of(init(layer), 0) + " + " + Figures.of(first(layer), 0) + " ms");
  }

  private static double init(LayerResult layer) {
    return layer.statistics(ColdStart::initMs).median();
  }

  private static double first(LayerResult layer) {
    return layer.statistics(ColdStart::firstMs).median();
  }

  private static String render(Map<String, Object> model) {
    PebbleEngine engine =
        new PebbleEngine.Builder()
            .loader(new ClasspathLoader(ColdChart.class.getClassLoader()))
            .strictVariables(true)
            .build();
    StringWriter svg = new StringWriter();
    try {
      engine.getTemplate(TEMPLATE).evaluate(svg, model, Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return svg.toString();
  }

  private ColdChart() {}
}
