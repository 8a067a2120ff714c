package io.opentelemetry.lambda.emulator.internal.report;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Spans as trees, one for each trace, in the order of time. */
final class TraceTree {

  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::getStartTimeUnixNano);

  private final List<Line> lines = new ArrayList<>();

  static TraceTree of(List<Span> spans) {
    return new TraceTree(spans);
  }

  private TraceTree(List<Span> spans) {
    Map<ByteString, List<Span>> traces =
        spans.stream()
            .sorted(BY_START)
            .collect(
                Collectors.groupingBy(Span::getTraceId, LinkedHashMap::new, Collectors.toList()));
    traces.forEach(this::addTrace);
  }

  List<Line> lines() {
    return lines;
  }

  private void addTrace(ByteString traceId, List<Span> spans) {
    lines.add(new Line(Style.HEADING, "trace " + hex(traceId)));
    Set<ByteString> ids = spans.stream().map(Span::getSpanId).collect(Collectors.toSet());
    Map<ByteString, List<Span>> children =
        spans.stream().collect(Collectors.groupingBy(Span::getParentSpanId));
    List<Span> roots =
        spans.stream().filter(span -> !ids.contains(span.getParentSpanId())).toList();
    addSpans(roots, children, "");
    lines.add(new Line(Style.PLAIN, ""));
  }

  private void addSpans(
      List<Span> spans, Map<ByteString, List<Span>> children, String indentation) {
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      boolean last = i == spans.size() - 1;
      lines.add(
          new Line(
              span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR
                  ? Style.ERROR
                  : Style.PLAIN,
              indentation + (last ? "└─ " : "├─ ") + describe(span)));
      addSpans(
          children.getOrDefault(span.getSpanId(), List.of()),
          children,
          indentation + (last ? "   " : "│  "));
    }
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
