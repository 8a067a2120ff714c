package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.internal.report.PageText;
import io.opentelemetry.lambda.emulator.internal.report.page.TimeAxis.Piece;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The drawing of the page's script, in the form in which the script gets it as JSON. Times are
 * nanoseconds since the run began, ids are in hex, texts are as {@link PageText} makes them.
 *
 * @param origin when the run began, in milliseconds since 1970
 */
record RunTimeline(
    long origin,
    List<Piece> axis,
    List<Track> environments,
    List<Source> resources,
    List<Scope> scopes,
    List<Trace> traces) {

  /** An environment's phases, in the order of time. */
  record Track(String name, List<PhaseBar> phases) {}

  /**
   * @param kind as in {@link io.opentelemetry.lambda.emulator.Phase.Kind}, such as {@code
   *     after-response}
   * @param status the invocation's: {@code ok}, {@code error} or {@code timeout}
   * @param invocation its number in the run, from 1
   */
  record PhaseBar(
      String kind,
      long start,
      long end,
      String duration,
      @Nullable String status,
      @Nullable Integer invocation) {}

  /** A resource. */
  record Source(String service, Map<String, String> attributes) {}

  /** An instrumentation scope. */
  record Scope(String name, String version) {}

  /** A trace's spans, each below its parent. */
  record Trace(String id, long start, long end, String duration, List<SpanBar> spans) {}

  /**
   * @param parent the parent's id, or null
   * @param note what is unusual about the parent, or null
   * @param status {@code unset}, {@code ok} or {@code error}
   * @param exported when it had arrived
   * @param exportedAfter how long after its end that was
   * @param environment the index of the one that it ran in, or -1
   * @param phase the index of the environment's phase in which it started, or -1
   * @param exportPhase the same for when it had arrived
   * @param late whether it was exported in another turn than it started in: in another invocation,
   *     say, or at the shutdown
   * @param resource its index
   * @param scope its index
   * @param dropped what the SDK left out, or null
   */
  record SpanBar(
      String id,
      @Nullable String parent,
      @Nullable String note,
      int depth,
      String name,
      String kind,
      String status,
      @Nullable String message,
      long start,
      long end,
      String duration,
      long exported,
      String exportedAfter,
      int environment,
      int phase,
      int exportPhase,
      boolean late,
      int resource,
      int scope,
      @Nullable String traceState,
      @Nullable String dropped,
      Map<String, String> attributes,
      List<EventMark> events,
      List<LinkTarget> links) {}

  /**
   * An event of a span.
   *
   * @param after how long after the span's start
   */
  record EventMark(long time, String after, String name, Map<String, String> attributes) {}

  /** A span's link to another. */
  record LinkTarget(String trace, String span, Map<String, String> attributes) {}

  /** The spans of all traces. */
  Stream<SpanBar> spans() {
    return traces.stream().flatMap(trace -> trace.spans.stream());
  }
}
