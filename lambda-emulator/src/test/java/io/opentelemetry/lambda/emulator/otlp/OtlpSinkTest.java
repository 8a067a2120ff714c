package io.opentelemetry.lambda.emulator.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.Requests;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpSinkTest {

  private static final int SENDERS = 20;
  private static final int EXPORTS = 50;

  private final OtlpSink sink = OtlpSink.start();

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void concurrentSenders_loseNothing() throws Exception {
    List<Callable<Void>> senders = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      String sender = "sender " + i;
      senders.add(i % 2 == 0 ? () -> exportHttp(sender) : () -> exportGrpc(sender));
      for (int j = 0; j < EXPORTS; j++) {
        names.add(sender + " " + j);
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    try {
      for (Future<Void> sent : threads.invokeAll(senders)) {
        sent.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(sink.received().spans())
        .extracting(Span::getName)
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(sink.requests()).isEqualTo(SENDERS * EXPORTS);
  }

  private Void exportHttp(String sender) throws Exception {
    HttpExporter exporter = HttpExporter.to(sink);
    for (int i = 0; i < EXPORTS; i++) {
      exporter.export("/v1/traces", Requests.spans(sender + " " + i));
    }
    return null;
  }

  private Void exportGrpc(String sender) {
    try (GrpcExporter exporter = GrpcExporter.to(sink)) {
      for (int i = 0; i < EXPORTS; i++) {
        exporter.traces().export(Requests.spans(sender + " " + i));
      }
    }
    return null;
  }

  @Test
  void received_eachExportHasItsArrival() throws Exception {
    assertThat(sink.received().lastArrival()).isEqualTo(Instant.MIN);
    Instant before = Instant.now();
    HttpExporter.to(sink).export("/v1/traces", Requests.spans("first"));
    Instant between = Instant.now();
    HttpExporter.to(sink).export("/v1/logs", Requests.LOGS);
    List<ReceivedTelemetry.Export> exports = sink.received().exports();
    assertThat(exports).hasSize(2);
    assertThat(exports.get(0).arrival()).isBetween(before, between);
    assertThat(exports.get(0).resourceSpans())
        .isEqualTo(Requests.spans("first").getResourceSpansList());
    assertThat(exports.get(1).arrival()).isBetween(between, Instant.now());
    assertThat(exports.get(1).resourceSpans()).isEmpty();
    assertThat(exports.get(1).resourceLogs()).isEqualTo(Requests.LOGS.getResourceLogsList());
    assertThat(sink.received().lastArrival()).isEqualTo(exports.get(1).arrival());
  }

  @Test
  void start_httpPortThatIsTaken_saysSo() {
    assertThatThrownBy(() -> OtlpSink.start(sink.httpPort(), 0))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "port "
                + sink.httpPort()
                + " is taken, which the OTLP receiver needs: stop what listens there");
  }

  @Test
  void start_grpcPortThatIsTaken_saysSoAndFreesTheOther() {
    OtlpSink other = OtlpSink.start(0, OtlpSink.NOT_SERVED);
    int httpPort = other.httpPort();
    other.close();
    assertThatThrownBy(() -> OtlpSink.start(httpPort, sink.grpcPort()))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "port "
                + sink.grpcPort()
                + " is taken, which the OTLP receiver for gRPC needs: stop what listens there");
    OtlpSink.start(httpPort, OtlpSink.NOT_SERVED).close();
  }

  @Test
  void start_negativeGrpcPort_isNotServed() {
    try (OtlpSink httpOnly = OtlpSink.start(0, -5)) {
      assertThat(httpOnly.grpcPort()).isEqualTo(OtlpSink.NOT_SERVED);
    }
  }
}
