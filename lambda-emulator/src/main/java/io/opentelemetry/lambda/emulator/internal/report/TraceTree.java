package io.opentelemetry.lambda.emulator.internal.report;

import com.google.protobuf.ByteString;
import io.opentelemetry.lambda.emulator.internal.report.SpanForest.Branch;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Spans as trees, one for each trace, in the order of time. */
final class TraceTree {

  private final List<Line> lines = new ArrayList<>();

  static TraceTree of(List<Span> spans) {
    return new TraceTree(spans);
  }

  private TraceTree(List<Span> spans) {
    SpanForest.of(spans).forEach((traceId, branches) -> addTrace(traceId, branches, spans));
  }

  List<Line> lines() {
    return lines;
  }

  private void addTrace(ByteString traceId, List<Branch> branches, List<Span> spans) {
    lines.add(new Line(Style.HEADING, "trace " + hex(traceId)));
    List<String> indentations = new ArrayList<>(List.of(""));
    for (Branch branch : branches) {
      Span span = spans.get(branch.index());
      String indentation = indentations.get(branch.depth());
      lines.add(
          new Line(
              span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR
                  ? Style.ERROR
                  : Style.PLAIN,
              indentation + (branch.last() ? "└─ " : "├─ ") + describe(span)));
      indentations.subList(branch.depth() + 1, indentations.size()).clear();
      indentations.add(indentation + (branch.last() ? "   " : "│  "));
    }
    lines.add(new Line(Style.PLAIN, ""));
  }

  private static String describe(Span span) {
    return String.format(
        Locale.ROOT,
        "%s  %s  %.1f ms  %s",
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1e6,
        span.getStatus().getCode().name().replace("STATUS_CODE_", "").toLowerCase(Locale.ROOT));
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /** One line of the picture. */
  record Line(Style style, String text) {}
}
