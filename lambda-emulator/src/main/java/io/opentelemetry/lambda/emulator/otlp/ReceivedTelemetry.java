package io.opentelemetry.lambda.emulator.otlp;

import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.List;

/** Telemetry that functions exported over OTLP, export for export in the order of arrival. */
public record ReceivedTelemetry(List<Export> exports) {

  public List<ResourceSpans> resourceSpans() {
    return exports.stream().flatMap(export -> export.resourceSpans().stream()).toList();
  }

  public List<ResourceMetrics> resourceMetrics() {
    return exports.stream().flatMap(export -> export.resourceMetrics().stream()).toList();
  }

  public List<ResourceLogs> resourceLogs() {
    return exports.stream().flatMap(export -> export.resourceLogs().stream()).toList();
  }

  /** The spans alone. */
  public List<Span> spans() {
    return resourceSpans().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** When the last export had arrived; {@link Instant#MIN} if there is none. */
  public Instant lastArrival() {
    return exports.isEmpty() ? Instant.MIN : exports.get(exports.size() - 1).arrival();
  }

  /**
   * The content of one request; it is of one signal, so two of the lists are empty.
   *
   * @param arrival when the whole of it had arrived
   */
  public record Export(
      Instant arrival,
      List<ResourceSpans> resourceSpans,
      List<ResourceMetrics> resourceMetrics,
      List<ResourceLogs> resourceLogs) {}
}
