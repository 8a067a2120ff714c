package io.opentelemetry.lambda.emulator.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.Requests;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpSinkGrpcTest {

  private static final int MORE_THAN_GRPC_TAKES_BY_DEFAULT = 5 * 1024 * 1024;

  private final OtlpSink sink = OtlpSink.start();
  private final GrpcExporter exporter = GrpcExporter.to(sink);

  @AfterEach
  void close() {
    exporter.close();
    sink.close();
  }

  @Test
  void traces() {
    assertThat(exporter.traces().export(Requests.spans("span")))
        .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    assertThat(sink.received().spans()).containsExactly(Requests.span("span"));
  }

  @Test
  void traces_gzip() {
    exporter.traces().withCompression("gzip").export(Requests.spans("span"));
    assertThat(sink.received().spans()).containsExactly(Requests.span("span"));
  }

  @Test
  void traces_large() {
    ExportTraceServiceRequest large = Requests.spans("x".repeat(MORE_THAN_GRPC_TAKES_BY_DEFAULT));
    exporter.traces().export(large);
    assertThat(sink.received().resourceSpans()).isEqualTo(large.getResourceSpansList());
  }

  @Test
  void metricsAndLogs() {
    exporter.metrics().export(Requests.METRICS);
    exporter.logs().export(Requests.LOGS);
    assertThat(sink.received().resourceMetrics())
        .isEqualTo(Requests.METRICS.getResourceMetricsList());
    assertThat(sink.received().resourceLogs()).isEqualTo(Requests.LOGS.getResourceLogsList());
  }
}
