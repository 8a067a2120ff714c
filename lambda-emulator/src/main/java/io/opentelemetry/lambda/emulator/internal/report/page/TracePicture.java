package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.SpanBar;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The drawing of the picture's template: a tree of spans for each root, from its own beginning to
 * its own end, as a cold start would leave nothing to see of what comes after it. In pixels.
 *
 * @param note what is not drawn, or empty
 */
record TracePicture(int height, List<Tree> trees, String note, int noteY) {

  static final int MAX_ROWS = 60;
  static final int MAX_NAME = 42;

  private static final int HEAD_HEIGHT = 34;
  private static final int GAP = 8;
  private static final int ROW_HEIGHT = 22;
  private static final int INDENT = 14;
  private static final double BARS_WIDTH = 300;
  private static final double NARROWEST_BAR = 2;

  /**
   * A root with what is below it.
   *
   * @param heading empty where the root before it is of the same trace
   */
  record Tree(int y, String heading, List<Row> rows) {}

  /**
   * A span.
   *
   * @param x where its name begins
   * @param style the bar's: {@code entry}, {@code exit}, {@code inner} or {@code error}
   * @param barX where its bar begins, from where the bars do
   */
  record Row(
      int y,
      int x,
      String name,
      String kind,
      String style,
      String barX,
      String barWidth,
      String duration) {}

  static TracePicture of(RunTimeline timeline) {
    List<Tree> trees = new ArrayList<>();
    int y = 0;
    int drawn = 0;
    for (Trace trace : timeline.traces()) {
      String heading = heading(trace);
      for (List<SpanBar> spans : trees(trace.spans())) {
        if (drawn < MAX_ROWS) {
          List<SpanBar> shown = spans.subList(0, Math.min(spans.size(), MAX_ROWS - drawn));
          int headHeight = heading.isEmpty() ? GAP : HEAD_HEIGHT;
          trees.add(tree(heading, spans, shown, y, headHeight));
          y += headHeight + shown.size() * ROW_HEIGHT;
          drawn += shown.size();
          heading = "";
        }
      }
    }
    long left = timeline.spans().count() - drawn;
    String note = left > 0 ? "and " + left + " spans more" : drawn == 0 ? "no spans" : "";
    int noteY = y + ROW_HEIGHT;
    return new TracePicture(y + (note.isEmpty() ? 0 : HEAD_HEIGHT) + 8, trees, note, noteY);
  }

  private static String heading(Trace trace) {
    boolean cold =
        trace.spans().stream()
            .anyMatch(span -> "true".equals(span.attributes().get("faas.coldstart")));
    return "trace " + trace.id() + (cold ? ", a cold start" : "");
  }

  /** A trace's spans, parents before their children, cut before each root. */
  private static List<List<SpanBar>> trees(List<SpanBar> spans) {
    List<List<SpanBar>> trees = new ArrayList<>();
    for (SpanBar span : spans) {
      if (span.depth() == 0) {
        trees.add(new ArrayList<>());
      }
      trees.get(trees.size() - 1).add(span);
    }
    return trees;
  }

  private static Tree tree(
      String heading, List<SpanBar> spans, List<SpanBar> shown, int y, int headHeight) {
    long start = spans.stream().mapToLong(SpanBar::start).min().orElse(0);
    long end = spans.stream().mapToLong(SpanBar::end).max().orElse(0);
    double pixelsPerNano = BARS_WIDTH / Math.max(1, end - start);
    List<Row> rows = new ArrayList<>();
    for (SpanBar span : shown) {
      rows.add(row(span, y + headHeight + rows.size() * ROW_HEIGHT, start, pixelsPerNano));
    }
    return new Tree(y, heading, rows);
  }

  private static Row row(SpanBar span, int y, long start, double pixelsPerNano) {
    double width = Math.max(NARROWEST_BAR, (span.end() - span.start()) * pixelsPerNano);
    double x = Math.min((span.start() - start) * pixelsPerNano, BARS_WIDTH - NARROWEST_BAR);
    return new Row(
        y,
        span.depth() * INDENT,
        name(span),
        span.kind() + links(span),
        style(span),
        String.format(Locale.ROOT, "%.1f", x),
        String.format(Locale.ROOT, "%.1f", width),
        span.duration());
  }

  private static String name(SpanBar span) {
    // which XML does not allow
    String name = span.name().replace('\ufffe', '\ufffd').replace('\uffff', '\ufffd');
    int most = Math.max(1, MAX_NAME - 2 * span.depth() - links(span).length());
    return name.codePointCount(0, name.length()) <= most
        ? name
        : name.substring(0, name.offsetByCodePoints(0, most - 1)) + "…";
  }

  private static String links(SpanBar span) {
    return switch (span.links().size()) {
      case 0 -> "";
      case 1 -> ", 1 link";
      default -> ", " + span.links().size() + " links";
    };
  }

  private static String style(SpanBar span) {
    if (span.status().equals("error")) {
      return "error";
    }
    return switch (span.kind()) {
      case "server", "consumer" -> "entry";
      case "client", "producer" -> "exit";
      default -> "inner";
    };
  }
}
