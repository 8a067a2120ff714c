package io.opentelemetry.lambda.emulator.otlp;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.time.Instant;
import java.util.List;

/** The signals that OTLP has services for: where each is exported to, and as which messages. */
enum Signal {
  TRACES(
      "/v1/traces",
      TraceServiceGrpc.getExportMethod(),
      ExportTraceServiceRequest.getDefaultInstance(),
      ExportTraceServiceResponse.getDefaultInstance()) {
    @Override
    ReceivedTelemetry.Export export(Instant arrival, Message request) {
      return new ReceivedTelemetry.Export(
          arrival,
          ((ExportTraceServiceRequest) request).getResourceSpansList(),
          List.of(),
          List.of());
    }

    @Override
    Message partialSuccess(int rejected, String reason) {
      return ExportTraceServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportTracePartialSuccess.newBuilder()
                  .setRejectedSpans(rejected)
                  .setErrorMessage(reason))
          .build();
    }
  },
  METRICS(
      "/v1/metrics",
      MetricsServiceGrpc.getExportMethod(),
      ExportMetricsServiceRequest.getDefaultInstance(),
      ExportMetricsServiceResponse.getDefaultInstance()) {
    @Override
    ReceivedTelemetry.Export export(Instant arrival, Message request) {
      return new ReceivedTelemetry.Export(
          arrival,
          List.of(),
          ((ExportMetricsServiceRequest) request).getResourceMetricsList(),
          List.of());
    }

    @Override
    Message partialSuccess(int rejected, String reason) {
      return ExportMetricsServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportMetricsPartialSuccess.newBuilder()
                  .setRejectedDataPoints(rejected)
                  .setErrorMessage(reason))
          .build();
    }
  },
  LOGS(
      "/v1/logs",
      LogsServiceGrpc.getExportMethod(),
      ExportLogsServiceRequest.getDefaultInstance(),
      ExportLogsServiceResponse.getDefaultInstance()) {
    @Override
    ReceivedTelemetry.Export export(Instant arrival, Message request) {
      return new ReceivedTelemetry.Export(
          arrival,
          List.of(),
          List.of(),
          ((ExportLogsServiceRequest) request).getResourceLogsList());
    }

    @Override
    Message partialSuccess(int rejected, String reason) {
      return ExportLogsServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportLogsPartialSuccess.newBuilder()
                  .setRejectedLogRecords(rejected)
                  .setErrorMessage(reason))
          .build();
    }
  };

  private final String path;
  private final String method;
  private final Message emptyRequest;
  private final Message success;

  Signal(String path, MethodDescriptor<?, ?> method, Message emptyRequest, Message success) {
    this.path = path;
    this.method = method.getFullMethodName();
    this.emptyRequest = emptyRequest;
    this.success = success;
  }

  /** Where it is exported to over HTTP. */
  String path() {
    return path;
  }

  /** Where it is exported to over gRPC, as {@code package.Service/Method}. */
  String method() {
    return method;
  }

  Message emptyRequest() {
    return emptyRequest;
  }

  /** The response where everything is received. */
  Message success() {
    return success;
  }

  /** The response where some items are not received. */
  abstract Message partialSuccess(int rejected, String reason);

  abstract ReceivedTelemetry.Export export(Instant arrival, Message request);
}
