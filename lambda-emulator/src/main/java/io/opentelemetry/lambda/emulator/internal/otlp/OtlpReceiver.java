package io.opentelemetry.lambda.emulator.internal.otlp;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import io.opentelemetry.lambda.emulator.Telemetry;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Receives OTLP over HTTP, in protobuf or JSON, compressed or not (opentelemetry-proto,
 * docs/specification.md).
 */
public final class OtlpReceiver implements AutoCloseable {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final HttpService server;
  private final ReceivedTelemetry received = new ReceivedTelemetry();

  /**
   * Starts to receive.
   *
   * @param port 0 for any that is free
   */
  public static OtlpReceiver start(int port) {
    return new OtlpReceiver(port);
  }

  private OtlpReceiver(int port) {
    this.server =
        HttpService.builder("OTLP receiver")
            .route("POST", "/v1/traces", this::traces)
            .route("POST", "/v1/metrics", this::metrics)
            .route("POST", "/v1/logs", this::logs)
            .start(port);
  }

  public int port() {
    return server.port();
  }

  /** What has been received so far. */
  public Telemetry received() {
    return received.snapshot();
  }

  private void traces(HttpExchange exchange) {
    answer(
        exchange,
        ExportTraceServiceRequest.newBuilder(),
        request -> received.addSpans(((ExportTraceServiceRequest) request).getResourceSpansList()),
        ExportTraceServiceResponse.getDefaultInstance());
  }

  private void metrics(HttpExchange exchange) {
    answer(
        exchange,
        ExportMetricsServiceRequest.newBuilder(),
        request ->
            received.addMetrics(((ExportMetricsServiceRequest) request).getResourceMetricsList()),
        ExportMetricsServiceResponse.getDefaultInstance());
  }

  private void logs(HttpExchange exchange) {
    answer(
        exchange,
        ExportLogsServiceRequest.newBuilder(),
        request -> received.addLogs(((ExportLogsServiceRequest) request).getResourceLogsList()),
        ExportLogsServiceResponse.getDefaultInstance());
  }

  private static void answer(
      HttpExchange exchange,
      Message.Builder request,
      Consumer<Message> receiver,
      MessageLite response) {
    boolean json = String.valueOf(exchange.header("Content-Type")).startsWith(JSON);
    try {
      byte[] body = decompress(exchange);
      if (json) {
        OtlpJson.parse(body, request);
      } else {
        request.mergeFrom(body);
      }
    } catch (IOException e) {
      exchange.reply(
          400, "text/plain", String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
      return;
    }
    receiver.accept(request.build());
    exchange.reply(
        200, json ? JSON : PROTOBUF, json ? new byte[] {'{', '}'} : response.toByteArray());
  }

  private static byte[] decompress(HttpExchange exchange) throws IOException {
    byte[] body = exchange.body();
    if (!"gzip".equalsIgnoreCase(exchange.header("Content-Encoding"))) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
