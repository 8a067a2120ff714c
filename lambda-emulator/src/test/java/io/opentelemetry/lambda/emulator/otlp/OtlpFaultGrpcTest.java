package io.opentelemetry.lambda.emulator.otlp;

import static io.opentelemetry.lambda.emulator.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.lambda.emulator.Requests;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpFaultGrpcTest {

  private static final ExportTraceServiceRequest REQUEST = Requests.spans("first", "second");

  private final OtlpSink sink = OtlpSink.start();
  private final GrpcExporter exporter = GrpcExporter.to(sink);

  @AfterEach
  void close() {
    exporter.close();
    sink.close();
  }

  @Test
  void latency_isReceivedAtOnceAndAnsweredLater() {
    sink.fault(OtlpFault.latency(Duration.ofHours(1)));
    ListenableFuture<ExportTraceServiceResponse> response = exporter.tracesAsync().export(REQUEST);
    await().until(() -> sink.received().spans().size() == 2);
    assertThat(response.isDone()).isFalse();
  }

  @Test
  void latency_isAnswered() {
    sink.fault(OtlpFault.latency(Duration.ofMillis(10)));
    assertThat(export()).isEqualTo(Status.Code.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT",
    "401, UNAUTHENTICATED",
    "403, PERMISSION_DENIED",
    "404, NOT_FOUND",
    "413, FAILED_PRECONDITION",
    "429, RESOURCE_EXHAUSTED",
    "500, INTERNAL",
    "501, UNIMPLEMENTED",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, DEADLINE_EXCEEDED",
    "599, INTERNAL"
  })
  void status_isTheMatchingCode(int status, Status.Code code) {
    sink.fault(OtlpFault.status(status));
    assertThat(export()).isEqualTo(code);
    assertThat(sink.received().exports()).isEmpty();
    assertThat(sink.requests()).isEqualTo(1);
  }

  @Test
  void status_retryAfter_isRetryInfo() throws Exception {
    sink.fault(OtlpFault.status(429, Duration.ofMillis(1500)));
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> exporter.traces().export(REQUEST));
    com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
    assertThat(status.getMessage()).isEqualTo("told to fail");
    assertThat(status.getDetails(0).unpack(RetryInfo.class).getRetryDelay())
        .isEqualTo(Durations.fromMillis(1500));
  }

  @Test
  void refuse_closesThePortAndItsConnections() {
    assertThat(export()).isEqualTo(Status.Code.OK);
    sink.fault(OtlpFault.refuse());
    assertThat(export()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), sink.grpcPort()).close())
        .isInstanceOf(ConnectException.class);
    assertThat(sink.requests()).isEqualTo(1);
  }

  @Test
  void cut_closesTheConnectionWithoutAWord() {
    sink.fault(OtlpFault.cut());
    assertThat(exporter.eventsOf(REQUEST))
        .containsExactly("UNAVAILABLE: Network closed for unknown reason");
    assertThat(sink.received().exports()).isEmpty();
    assertThat(sink.requests()).isEqualTo(1);
  }

  @Test
  void cutResponse_closesTheConnectionBeforeTheStatus() {
    sink.fault(OtlpFault.cutResponse());
    assertThat(exporter.eventsOf(REQUEST))
        .containsExactly("headers", "message", "UNAVAILABLE: Network closed for unknown reason");
    assertThat(sink.received().exports()).isEmpty();
  }

  @Test
  void cut_leavesOtherConnectionsOpen() {
    try (GrpcExporter other = GrpcExporter.to(sink)) {
      sink.fault(OtlpFault.silent());
      ListenableFuture<ExportTraceServiceResponse> pending = other.tracesAsync().export(REQUEST);
      await().until(() -> sink.requests() == 1);
      sink.fault(OtlpFault.cut());
      assertThat(export()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(pending.isDone()).isFalse();
    }
  }

  @Test
  void silent_isNotAnsweredEvenWhenTheFaultEnds() {
    sink.fault(OtlpFault.silent());
    ListenableFuture<ExportTraceServiceResponse> response = exporter.tracesAsync().export(REQUEST);
    await().until(() -> sink.requests() == 1);
    sink.healthy();
    exporter.traces().export(Requests.spans("third"));
    assertThat(response.isDone()).isFalse();
    assertThat(sink.received().spans()).containsExactly(Requests.span("third"));
  }

  @Test
  void partial_theRestIsReceived() {
    sink.fault(OtlpFault.partial(1, "too many"));
    ExportTraceServiceResponse response = exporter.traces().export(REQUEST);
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(response.getPartialSuccess().getErrorMessage()).isEqualTo("too many");
    assertThat(sink.received().spans()).containsExactly(Requests.span("second"));
  }

  @Test
  void every_countsTheRequestsOfBothTransports() throws Exception {
    sink.fault(OtlpFault.status(503), 2);
    HttpExporter http = HttpExporter.to(sink);
    List<Status.Code> codes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      codes.add(export());
      codes.add(export());
      http.export("/v1/traces", REQUEST);
    }
    assertThat(codes)
        .containsExactly(
            Status.Code.OK, Status.Code.UNAVAILABLE, Status.Code.UNAVAILABLE, Status.Code.OK);
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
  void healthy_endsTheFault(String fault) {
    int port = sink.grpcPort();
    sink.fault(OtlpFault.parse(fault));
    sink.healthy();
    assertThat(export()).isEqualTo(Status.Code.OK);
    assertThat(export()).isEqualTo(Status.Code.OK);
    assertThat(sink.received().spans()).hasSize(4);
    assertThat(sink.grpcPort()).isEqualTo(port);
  }

  private Status.Code export() {
    try {
      exporter.traces().withDeadlineAfter(1, TimeUnit.MINUTES).export(REQUEST);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}
