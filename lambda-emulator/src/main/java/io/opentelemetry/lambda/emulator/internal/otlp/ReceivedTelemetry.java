package io.opentelemetry.lambda.emulator.internal.otlp;

import io.opentelemetry.lambda.emulator.Telemetry;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects what arrives, from any thread. */
final class ReceivedTelemetry {

  private final List<ResourceSpans> spans = new ArrayList<>();
  private final List<Instant> spanArrivals = new ArrayList<>();
  private final List<ResourceMetrics> metrics = new ArrayList<>();
  private final List<ResourceLogs> logs = new ArrayList<>();
  private Instant lastArrival = Instant.MIN;

  synchronized void addSpans(List<ResourceSpans> received) {
    lastArrival = Instant.now();
    spans.addAll(received);
    spanArrivals.addAll(Collections.nCopies(received.size(), lastArrival));
  }

  synchronized void addMetrics(List<ResourceMetrics> received) {
    metrics.addAll(received);
    lastArrival = Instant.now();
  }

  synchronized void addLogs(List<ResourceLogs> received) {
    logs.addAll(received);
    lastArrival = Instant.now();
  }

  synchronized Telemetry snapshot() {
    return new Telemetry(
        List.copyOf(spans),
        List.copyOf(spanArrivals),
        List.copyOf(metrics),
        List.copyOf(logs),
        lastArrival);
  }
}
