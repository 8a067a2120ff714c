package io.opentelemetry.lambda.emulator;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/** Requests as exporters send them. */
public final class Requests {

  public static final ExportMetricsServiceRequest METRICS =
      ExportMetricsServiceRequest.newBuilder()
          .addResourceMetrics(
              ResourceMetrics.newBuilder()
                  .addScopeMetrics(
                      ScopeMetrics.newBuilder()
                          .addMetrics(
                              Metric.newBuilder()
                                  .setGauge(
                                      Gauge.newBuilder()
                                          .addDataPoints(NumberDataPoint.newBuilder().setAsInt(1))
                                          .addDataPoints(
                                              NumberDataPoint.newBuilder().setAsInt(2))))))
          .build();

  public static final ExportLogsServiceRequest LOGS =
      ExportLogsServiceRequest.newBuilder()
          .addResourceLogs(
              ResourceLogs.newBuilder()
                  .addScopeLogs(
                      ScopeLogs.newBuilder()
                          .addLogRecords(LogRecord.newBuilder().setSeverityText("first"))
                          .addLogRecords(LogRecord.newBuilder().setSeverityText("second"))))
          .build();

  public static Span span(String name) {
    return Span.newBuilder()
        .setTraceId(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"))
        .setSpanId(ByteString.fromHex("b7ad6b7169203331"))
        .setName(name)
        .build();
  }

  /** One resource with a span of each name. */
  public static ExportTraceServiceRequest spans(String... names) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (String name : names) {
      scope.addSpans(span(name));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
        .build();
  }

  private Requests() {}
}
