package io.opentelemetry.lambda.emulator;

import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.List;

/**
 * What functions exported over OTLP, in the order of arrival.
 *
 * @param spanArrivals when each of the resource spans had arrived
 * @param lastArrival when the last of it had arrived; {@link Instant#MIN} if there is nothing
 */
public record Telemetry(
    List<ResourceSpans> resourceSpans,
    List<Instant> spanArrivals,
    List<ResourceMetrics> resourceMetrics,
    List<ResourceLogs> resourceLogs,
    Instant lastArrival) {

  /** The spans alone, in the order of arrival. */
  public List<Span> spans() {
    return resourceSpans.stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }
}
