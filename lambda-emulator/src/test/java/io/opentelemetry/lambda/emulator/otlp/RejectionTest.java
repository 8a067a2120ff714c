package io.opentelemetry.lambda.emulator.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;

class RejectionTest {

  private static final Resource RESOURCE =
      Resource.newBuilder().setDroppedAttributesCount(1).build();

  @Test
  void spans_theFirstAreTaken_withWhatHeldNothingElse() {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(spans("a"))
            .addResourceSpans(spans("b", "c"))
            .addResourceSpans(spans("d"))
            .build();
    Rejection rejection = Rejection.of(request, 2);
    assertThat(rejection.rejected()).isEqualTo(2);
    assertThat(rejection.rest())
        .isEqualTo(
            ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(spans("c"))
                .addResourceSpans(spans("d"))
                .build());
  }

  @Test
  void none_leavesTheRequestAsItIs() {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(spans("a"))
            .addResourceSpans(ResourceSpans.newBuilder().setResource(RESOURCE))
            .build();
    Rejection rejection = Rejection.of(request, 0);
    assertThat(rejection.rejected()).isZero();
    assertThat(rejection.rest()).isEqualTo(request);
  }

  @Test
  void moreThanThereAre_takesAll() {
    Rejection rejection =
        Rejection.of(
            ExportTraceServiceRequest.newBuilder().addResourceSpans(spans("a", "b")).build(), 3);
    assertThat(rejection.rejected()).isEqualTo(2);
    assertThat(rejection.rest()).isEqualTo(ExportTraceServiceRequest.getDefaultInstance());
  }

  @Test
  void metrics_dataPointsOfEachKindAreCounted() {
    Metric last = Metric.newBuilder().setSum(Sum.newBuilder().addDataPoints(point(2))).build();
    ExportMetricsServiceRequest request =
        metrics(
            Metric.newBuilder()
                .setGauge(Gauge.newBuilder().addDataPoints(point(1)).addDataPoints(point(2)))
                .build(),
            Metric.newBuilder()
                .setHistogram(
                    Histogram.newBuilder().addDataPoints(HistogramDataPoint.getDefaultInstance()))
                .build(),
            Metric.newBuilder()
                .setExponentialHistogram(
                    ExponentialHistogram.newBuilder()
                        .addDataPoints(ExponentialHistogramDataPoint.getDefaultInstance()))
                .build(),
            Metric.newBuilder()
                .setSummary(
                    Summary.newBuilder().addDataPoints(SummaryDataPoint.getDefaultInstance()))
                .build(),
            Metric.newBuilder()
                .setSum(Sum.newBuilder().addDataPoints(point(1)).addDataPoints(point(2)))
                .build());
    Rejection rejection = Rejection.of(request, 6);
    assertThat(rejection.rejected()).isEqualTo(6);
    assertThat(rejection.rest()).isEqualTo(metrics(last));
  }

  @Test
  void logs_theFirstAreTaken() {
    assertThat(Rejection.of(logs("a", "b", "c"), 1).rest()).isEqualTo(logs("b", "c"));
  }

  private static ResourceSpans spans(String... names) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (String name : names) {
      scope.addSpans(Span.newBuilder().setName(name));
    }
    return ResourceSpans.newBuilder().setResource(RESOURCE).addScopeSpans(scope).build();
  }

  private static ExportMetricsServiceRequest metrics(Metric... metrics) {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    for (Metric metric : metrics) {
      scope.addMetrics(metric);
    }
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder().setResource(RESOURCE).addScopeMetrics(scope))
        .build();
  }

  private static NumberDataPoint point(int value) {
    return NumberDataPoint.newBuilder().setAsInt(value).build();
  }

  private static ExportLogsServiceRequest logs(String... severities) {
    ScopeLogs.Builder scope = ScopeLogs.newBuilder();
    for (String severity : severities) {
      scope.addLogRecords(LogRecord.newBuilder().setSeverityText(severity));
    }
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(scope))
        .build();
  }
}
