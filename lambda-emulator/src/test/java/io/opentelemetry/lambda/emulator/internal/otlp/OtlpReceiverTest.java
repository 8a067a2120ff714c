package io.opentelemetry.lambda.emulator.internal.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpReceiverTest {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final Span SPAN =
      Span.newBuilder()
          .setTraceId(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"))
          .setSpanId(ByteString.fromHex("b7ad6b7169203331"))
          .setName("span")
          .build();
  private static final ExportTraceServiceRequest REQUEST =
      ExportTraceServiceRequest.newBuilder()
          .addResourceSpans(
              ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(SPAN)))
          .build();

  private final OtlpReceiver receiver = OtlpReceiver.start(0);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void traces_protobuf() throws Exception {
    assertThat(post("/v1/traces", PROTOBUF, "identity", REQUEST.toByteArray())).isEqualTo(200);
    assertThat(receiver.received().spans()).containsExactly(SPAN);
  }

  @Test
  void traces_gzip() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      REQUEST.writeTo(out);
    }
    assertThat(post("/v1/traces", PROTOBUF, "gzip", compressed.toByteArray())).isEqualTo(200);
    assertThat(receiver.received().spans()).containsExactly(SPAN);
  }

  @Test
  void traces_eachResourceHasItsTimeOfArrival() throws Exception {
    byte[] two = REQUEST.toBuilder().mergeFrom(REQUEST).build().toByteArray();
    assertThat(post("/v1/traces", PROTOBUF, "identity", two)).isEqualTo(200);
    Instant first = receiver.received().lastArrival();
    assertThat(post("/v1/traces", PROTOBUF, "identity", REQUEST.toByteArray())).isEqualTo(200);
    assertThat(receiver.received().spanArrivals())
        .containsExactly(first, first, receiver.received().lastArrival());
  }

  @Test
  void traces_json() throws Exception {
    String json =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{
          "traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"span",
          "fieldOfALaterVersion":1}]}]}]}
        """;
    assertThat(post("/v1/traces", JSON, "identity", json.getBytes(UTF_8))).isEqualTo(200);
    assertThat(receiver.received().spans()).containsExactly(SPAN);
  }

  @Test
  void metricsAndLogs() throws Exception {
    byte[] metrics =
        ExportMetricsServiceRequest.newBuilder()
            .addResourceMetrics(ResourceMetrics.getDefaultInstance())
            .build()
            .toByteArray();
    byte[] logs =
        ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(ResourceLogs.getDefaultInstance())
            .build()
            .toByteArray();
    assertThat(post("/v1/metrics", PROTOBUF, "identity", metrics)).isEqualTo(200);
    assertThat(post("/v1/logs", PROTOBUF, "identity", logs)).isEqualTo(200);
    assertThat(receiver.received().resourceMetrics()).hasSize(1);
    assertThat(receiver.received().resourceLogs()).hasSize(1);
  }

  @Test
  void garbage_isRefused() throws Exception {
    byte[] garbage = {1, 2, 3};
    assertThat(post("/v1/traces", PROTOBUF, "identity", garbage)).isEqualTo(400);
    assertThat(post("/v1/traces", PROTOBUF, "gzip", garbage)).isEqualTo(400);
    assertThat(post("/v1/traces", JSON, "identity", garbage)).isEqualTo(400);
    byte[] badId =
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"z\"}]}]}]}"
            .getBytes(UTF_8);
    assertThat(post("/v1/traces", JSON, "identity", badId)).isEqualTo(400);
    assertThat(receiver.received().spans()).isEmpty();
  }

  @Test
  void start_portThatIsTaken_saysSo() {
    assertThatThrownBy(() -> OtlpReceiver.start(receiver.port()))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "port "
                + receiver.port()
                + " is taken, which the OTLP receiver needs: stop what listens there");
  }

  @Test
  void toJson_idsAreInHex() {
    assertThat(OtlpJson.toJson(SPAN).toString())
        .isEqualTo(
            "{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b7169203331\",\"name\":\"span\"}");
  }

  private int post(String path, String contentType, String encoding, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + receiver.port() + path))
            .header("Content-Type", contentType)
            .header("Content-Encoding", encoding)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
