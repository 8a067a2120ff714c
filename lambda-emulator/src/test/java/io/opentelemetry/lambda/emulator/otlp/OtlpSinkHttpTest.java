package io.opentelemetry.lambda.emulator.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.Requests;
import io.opentelemetry.lambda.emulator.internal.http.RawRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpSinkHttpTest {

  private static final ExportTraceServiceRequest REQUEST = Requests.spans("span");

  private final OtlpSink sink = OtlpSink.start(0, OtlpSink.NOT_SERVED);
  private final HttpExporter exporter = HttpExporter.to(sink);

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void traces_protobuf() throws Exception {
    assertThat(exporter.export("/v1/traces", REQUEST)).isEqualTo(200);
    assertThat(sink.received().spans()).containsExactly(Requests.span("span"));
  }

  @Test
  void traces_gzip() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      REQUEST.writeTo(out);
    }
    assertThat(status(HttpExporter.PROTOBUF, "gzip", compressed.toByteArray())).isEqualTo(200);
    assertThat(sink.received().spans()).containsExactly(Requests.span("span"));
  }

  @Test
  void traces_json() throws Exception {
    String json =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{
          "traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"span",
          "fieldOfALaterVersion":1}]}]}]}
        """;
    assertThat(
            exporter.post("/v1/traces", HttpExporter.JSON, "identity", json.getBytes(UTF_8)).body())
        .asString(UTF_8)
        .isEqualTo("{}");
    assertThat(sink.received().spans()).containsExactly(Requests.span("span"));
  }

  @Test
  void bodyThatNeverEnds_isToBeSentAgain() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.start(0, new Exports(), Duration.ofMillis(200))) {
      assertThat(
              RawRequest.send(
                  receiver.port(),
                  "POST /v1/traces HTTP/1.1\nHost: localhost\nContent-Length: 10",
                  out -> out.write('1')))
          .startsWith("HTTP/1.1 503");
    }
  }

  @Test
  void metricsAndLogs() throws Exception {
    assertThat(exporter.export("/v1/metrics", Requests.METRICS)).isEqualTo(200);
    assertThat(exporter.export("/v1/logs", Requests.LOGS)).isEqualTo(200);
    assertThat(sink.received().resourceMetrics())
        .isEqualTo(Requests.METRICS.getResourceMetricsList());
    assertThat(sink.received().resourceLogs()).isEqualTo(Requests.LOGS.getResourceLogsList());
  }

  @Test
  void garbage_isRefused() throws Exception {
    byte[] garbage = {1, 2, 3};
    assertThat(status(HttpExporter.PROTOBUF, "identity", garbage)).isEqualTo(400);
    assertThat(status(HttpExporter.PROTOBUF, "gzip", garbage)).isEqualTo(400);
    assertThat(status(HttpExporter.JSON, "identity", garbage)).isEqualTo(400);
    byte[] badId =
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"z\"}]}]}]}"
            .getBytes(UTF_8);
    assertThat(status(HttpExporter.JSON, "identity", badId)).isEqualTo(400);
    assertThat(sink.received().exports()).isEmpty();
  }

  @Test
  void garbage_theReasonIsInTheFormatOfTheRequest() throws Exception {
    byte[] garbage = {1, 2, 3};
    assertThat(
            com.google.rpc.Status.parseFrom(
                    exporter.post("/v1/logs", HttpExporter.PROTOBUF, "gzip", garbage).body())
                .getMessage())
        .isEqualTo("Not in GZIP format");
    assertThat(exporter.post("/v1/logs", HttpExporter.JSON, "gzip", garbage).body())
        .asString(UTF_8)
        .isEqualTo("{\"message\":\"Not in GZIP format\"}");
  }

  private int status(String contentType, String encoding, byte[] body) throws Exception {
    return exporter.post("/v1/traces", contentType, encoding, body).statusCode();
  }
}
