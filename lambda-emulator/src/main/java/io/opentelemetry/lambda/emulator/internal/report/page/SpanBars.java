package io.opentelemetry.lambda.emulator.internal.report.page;

import com.google.protobuf.ByteString;
import io.opentelemetry.lambda.emulator.internal.report.AttributeText;
import io.opentelemetry.lambda.emulator.internal.report.DurationText;
import io.opentelemetry.lambda.emulator.internal.report.PageText;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import io.opentelemetry.lambda.emulator.internal.report.SpanForest.Branch;
import io.opentelemetry.lambda.emulator.internal.report.SpanForest.Parent;
import io.opentelemetry.lambda.emulator.internal.report.page.ReceivedSpans.ReceivedSpan;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.EventMark;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.LinkTarget;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.SpanBar;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Spans as the timeline shows them. */
final class SpanBars {

  private final List<PhaseTrack> tracks;
  private final RunClock clock;

  static SpanBars create(List<PhaseTrack> tracks, RunClock clock) {
    return new SpanBars(tracks, clock);
  }

  private SpanBars(List<PhaseTrack> tracks, RunClock clock) {
    this.tracks = tracks;
    this.clock = clock;
  }

  SpanBar bar(ReceivedSpan received, Branch branch) {
    Span span = received.span();
    long start = clock.at(span.getStartTimeUnixNano());
    long end = clock.at(span.getEndTimeUnixNano());
    long exported = clock.at(received.arrival());
    int phase = phase(received.environment(), start);
    int exportPhase = phase(received.environment(), exported);
    return new SpanBar(
        hex(span.getSpanId()),
        span.getParentSpanId().isEmpty() ? null : hex(span.getParentSpanId()),
        note(branch.parent()),
        branch.depth(),
        PageText.of(span.getName()),
        name(span.getKind(), "SPAN_KIND_"),
        name(span.getStatus().getCode(), "STATUS_CODE_"),
        textOrNull(span.getStatus().getMessage()),
        start,
        end,
        DurationText.of(end - start),
        exported,
        DurationText.of(exported - end),
        received.environment(),
        phase,
        exportPhase,
        isLate(received.environment(), phase, exportPhase),
        received.resource(),
        received.scope(),
        textOrNull(span.getTraceState()),
        dropped(span),
        AttributeText.map(span.getAttributesList()),
        span.getEventsList().stream().map(event -> mark(event, start)).toList(),
        span.getLinksList().stream().map(SpanBars::target).toList());
  }

  private int phase(int environment, long time) {
    return environment == PhaseTrack.NONE ? PhaseTrack.NONE : tracks.get(environment).phaseAt(time);
  }

  private boolean isLate(int environment, int phase, int exportPhase) {
    return phase != PhaseTrack.NONE
        && exportPhase != PhaseTrack.NONE
        && !tracks.get(environment).inOneTurn(phase, exportPhase);
  }

  private EventMark mark(Span.Event event, long start) {
    long time = clock.at(event.getTimeUnixNano());
    return new EventMark(
        time,
        DurationText.of(time - start),
        PageText.of(event.getName()),
        AttributeText.map(event.getAttributesList()));
  }

  private static LinkTarget target(Span.Link link) {
    return new LinkTarget(
        hex(link.getTraceId()), hex(link.getSpanId()), AttributeText.map(link.getAttributesList()));
  }

  private static @Nullable String note(Parent parent) {
    return switch (parent) {
      case NONE, PRESENT -> null;
      case MISSING -> "Its parent is not among the spans received.";
      case CIRCULAR -> "Its parent is one of its own descendants.";
    };
  }

  private static @Nullable String dropped(Span span) {
    List<String> dropped = new ArrayList<>();
    addCount(dropped, span.getDroppedAttributesCount(), "attributes");
    addCount(dropped, span.getDroppedEventsCount(), "events");
    addCount(dropped, span.getDroppedLinksCount(), "links");
    return dropped.isEmpty() ? null : String.join(", ", dropped);
  }

  private static void addCount(List<String> counts, int count, String what) {
    if (count != 0) {
      counts.add(Integer.toUnsignedString(count) + " " + what);
    }
  }

  private static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : PageText.of(text);
  }

  private static String name(Enum<?> value, String prefix) {
    return value.name().replace(prefix, "").toLowerCase(Locale.ROOT);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
