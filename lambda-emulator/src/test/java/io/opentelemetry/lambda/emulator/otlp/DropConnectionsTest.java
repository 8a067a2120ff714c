package io.opentelemetry.lambda.emulator.otlp;

import static io.opentelemetry.lambda.emulator.Waiting.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import io.opentelemetry.lambda.emulator.Requests;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DropConnectionsTest {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final ExportTraceServiceRequest REQUEST = Requests.spans("span");

  private final OtlpSink sink = OtlpSink.start();

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void http_theClientIsNotTold() throws Exception {
    try (Socket idle = connect(sink.httpPort())) {
      export(idle);
      sink.dropConnections();
      idle.setSoTimeout(100);
      assertThatThrownBy(() -> idle.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void http_theNextRequestIsReset() throws Exception {
    try (Socket idle = connect(sink.httpPort())) {
      export(idle);
      sink.dropConnections();
      assertReset(idle);
    }
    assertThat(sink.requests()).isEqualTo(1);
  }

  @Test
  void http_newConnectionsAreServed() throws Exception {
    try (Socket idle = connect(sink.httpPort())) {
      export(idle);
      sink.dropConnections();
    }
    try (Socket next = connect(sink.httpPort())) {
      export(next);
      export(next);
    }
    assertThat(sink.requests()).isEqualTo(3);
  }

  @Test
  void http_aConnectionThatWaitsForItsAnswerIsNotIdle() throws Exception {
    Exports exports = new Exports();
    CompletableFuture<ExportCall> received = new CompletableFuture<>();
    exports.fault(received::complete, 1);
    try (HttpReceiver receiver = HttpReceiver.start(0, exports);
        Socket waiting = connect(receiver.port())) {
      waiting.getOutputStream().write(HttpExporter.raw("/v1/traces", REQUEST));
      ExportCall call = received.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      receiver.dropConnections();
      exports.healthy();
      call.receive();
      assertThat(readHead(waiting)).startsWith("HTTP/1.1 200 OK\r\n");
      export(waiting);
    }
  }

  @Test
  void grpc_theNextBytesAreReset() throws Exception {
    try (Socket idle = connect(sink.grpcPort())) {
      await("the server's settings").until(() -> idle.getInputStream().available() > 0);
      sink.dropConnections();
      idle.getOutputStream().write(HTTP2_PREFACE);
      assertThatThrownBy(() -> idle.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    }
  }

  @Test
  void grpc_theClientGoesOnWithANewConnection() {
    try (GrpcExporter exporter = GrpcExporter.to(sink)) {
      SocketAddress first = exporter.connectionOf(REQUEST);
      assertThat(exporter.connectionOf(REQUEST)).isEqualTo(first);
      sink.dropConnections();
      await().until(() -> !exporter.connectionOf(REQUEST).equals(first));
    }
  }

  @Test
  void grpc_aConnectionThatWaitsForAnAnswerIsNotIdle() {
    try (GrpcExporter exporter = GrpcExporter.to(sink)) {
      sink.fault(OtlpFault.silent());
      ListenableFuture<ExportTraceServiceResponse> waiting = exporter.tracesAsync().export(REQUEST);
      await().until(() -> sink.requests() == 1);
      sink.dropConnections();
      sink.healthy();
      exporter.traces().export(REQUEST);
      exporter.traces().export(REQUEST);
      assertThat(waiting.isDone()).isFalse();
    }
  }

  @Test
  void grpc_aConnectionWhoseCallWasCancelledIsIdle() {
    try (GrpcExporter exporter = GrpcExporter.to(sink)) {
      sink.fault(OtlpFault.silent());
      ListenableFuture<ExportTraceServiceResponse> waiting = exporter.tracesAsync().export(REQUEST);
      await().until(() -> sink.requests() == 1);
      sink.healthy();
      SocketAddress first = exporter.connectionOf(REQUEST);
      waiting.cancel(true);
      await()
          .until(
              () -> {
                sink.dropConnections();
                return !exporter.connectionOf(REQUEST).equals(first);
              });
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void export(Socket connection) throws IOException {
    connection.getOutputStream().write(HttpExporter.raw("/v1/traces", REQUEST));
    assertThat(readHead(connection)).startsWith("HTTP/1.1 200 OK\r\n");
  }

  /** The response's head; an answer to an export has no body where all is well. */
  private static String readHead(Socket connection) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = connection.getInputStream().read();
      if (next == -1) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void assertReset(Socket connection) throws IOException {
    connection.getOutputStream().write(HttpExporter.raw("/v1/traces", REQUEST));
    assertThatThrownBy(() -> connection.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessage("Connection reset");
  }
}
