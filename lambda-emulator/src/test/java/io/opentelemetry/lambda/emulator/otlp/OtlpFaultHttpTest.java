package io.opentelemetry.lambda.emulator.otlp;

import static io.opentelemetry.lambda.emulator.Waiting.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Status;
import io.opentelemetry.lambda.emulator.Requests;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpFaultHttpTest {

  private static final String TRACES = "/v1/traces";
  private static final ExportTraceServiceRequest REQUEST = Requests.spans("first", "second");

  private final OtlpSink sink = OtlpSink.start(0, OtlpSink.NOT_SERVED);
  private final HttpExporter exporter = HttpExporter.to(sink);

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void latency_isReceivedAtOnceAndAnsweredLater() {
    sink.fault(OtlpFault.latency(Duration.ofHours(1)));
    CompletableFuture<Integer> status = exporter.exportAsync(TRACES, REQUEST);
    await().until(() -> sink.received().spans().size() == 2);
    assertThat(status).isNotDone();
  }

  @Test
  void latency_isAnswered() throws Exception {
    sink.fault(OtlpFault.latency(Duration.ofMillis(10)));
    assertThat(exporter.export(TRACES, REQUEST)).isEqualTo(200);
  }

  @Test
  void status_nothingIsReceived() throws Exception {
    sink.fault(OtlpFault.status(503));
    HttpResponse<byte[]> response = exporter.post(TRACES, REQUEST);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    assertThat(Status.parseFrom(response.body()).getMessage()).isEqualTo("told to fail");
    assertThat(sink.received().exports()).isEmpty();
    assertThat(sink.requests()).isEqualTo(1);
  }

  @Test
  void status_retryAfter_isInWholeSeconds() throws Exception {
    sink.fault(OtlpFault.status(429, Duration.ofMillis(1500)));
    HttpResponse<byte[]> response = exporter.post(TRACES, REQUEST);
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
  }

  @Test
  void refuse_closesThePortAndItsConnections() throws Exception {
    try (Socket connected = connect()) {
      connected.getOutputStream().write(HttpExporter.raw(TRACES, REQUEST));
      assertThat(readHead(connected.getInputStream())).startsWith("HTTP/1.1 200 OK\r\n");
      sink.fault(OtlpFault.refuse());
      assertThat(connected.getInputStream().read()).isEqualTo(-1);
    }
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
  }

  @Test
  void cut_closesTheConnectionWithoutAWord() throws Exception {
    sink.fault(OtlpFault.cut());
    assertThat(exchange()).isEmpty();
    assertThat(sink.received().exports()).isEmpty();
    assertThat(sink.requests()).isEqualTo(1);
  }

  @Test
  void cutResponse_closesTheConnectionWithinTheResponse() throws Exception {
    sink.fault(OtlpFault.cutResponse());
    assertThat(exchange())
        .asString(US_ASCII)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: 1\r\n")
        .endsWith("\r\n\r\n");
    assertThat(sink.received().exports()).isEmpty();
  }

  @Test
  void silent_isNotAnsweredEvenWhenTheFaultEnds() throws Exception {
    sink.fault(OtlpFault.silent());
    CompletableFuture<Integer> status = exporter.exportAsync(TRACES, REQUEST);
    await().until(() -> sink.requests() == 1);
    sink.healthy();
    assertThat(exporter.export(TRACES, Requests.spans("third"))).isEqualTo(200);
    assertThat(status).isNotDone();
    assertThat(sink.received().spans()).containsExactly(Requests.span("third"));
  }

  @Test
  void partial_theRestIsReceived() throws Exception {
    sink.fault(OtlpFault.partial(1, "too many"));
    ExportTraceServiceResponse traces =
        ExportTraceServiceResponse.parseFrom(exporter.post(TRACES, REQUEST).body());
    assertThat(traces.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(traces.getPartialSuccess().getErrorMessage()).isEqualTo("too many");
    assertThat(sink.received().spans()).containsExactly(Requests.span("second"));
    assertThat(
            ExportMetricsServiceResponse.parseFrom(
                    exporter.post("/v1/metrics", Requests.METRICS).body())
                .getPartialSuccess()
                .getRejectedDataPoints())
        .isEqualTo(1);
    assertThat(
            ExportLogsServiceResponse.parseFrom(exporter.post("/v1/logs", Requests.LOGS).body())
                .getPartialSuccess()
                .getRejectedLogRecords())
        .isEqualTo(1);
  }

  @Test
  void partial_nothingIsLeft() throws Exception {
    sink.fault(OtlpFault.partial(3));
    ExportTraceServiceResponse response =
        ExportTraceServiceResponse.parseFrom(exporter.post(TRACES, REQUEST).body());
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(2);
    assertThat(sink.received().exports()).isEmpty();
  }

  @Test
  void every_meetsTheNth() throws Exception {
    exporter.export(TRACES, REQUEST);
    sink.fault(OtlpFault.status(503), 3);
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      statuses.add(exporter.export(TRACES, Requests.spans("span " + i)));
    }
    assertThat(statuses).containsExactly(200, 200, 503, 200, 200, 503);
    assertThat(sink.received().exports()).hasSize(5);
    assertThat(sink.requests()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latency=1s",
        "status=503",
        "refuse",
        "cut",
        "cut=response",
        "silent",
        "partial=2",
        "status=503;every=2"
      })
  void healthy_endsTheFault(String fault) throws Exception {
    int port = sink.httpPort();
    sink.fault(OtlpFault.parse(fault));
    sink.healthy();
    assertThat(exporter.export(TRACES, REQUEST)).isEqualTo(200);
    assertThat(exporter.export(TRACES, REQUEST)).isEqualTo(200);
    assertThat(sink.received().spans()).hasSize(4);
    assertThat(sink.httpPort()).isEqualTo(port);
  }

  @Test
  void refuse_endsWithTheNextFault() throws Exception {
    sink.fault(OtlpFault.refuse());
    sink.fault(OtlpFault.refuse());
    sink.fault(OtlpFault.status(500));
    assertThat(exporter.export(TRACES, REQUEST)).isEqualTo(500);
  }

  @Test
  void close_whileRefusing_freesThePort() {
    sink.fault(OtlpFault.refuse());
    sink.close();
    OtlpSink.start(sink.httpPort(), OtlpSink.NOT_SERVED).close();
  }

  /** Sends a request, and reads until the connection is closed. */
  private byte[] exchange() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(HttpExporter.raw(TRACES, REQUEST));
      return socket.getInputStream().readAllBytes();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), sink.httpPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next != -1; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }
}
