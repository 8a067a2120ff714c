package io.opentelemetry.lambda.emulator.otlp;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends to a sink over gRPC. */
final class GrpcExporter implements AutoCloseable {

  private final ManagedChannel channel;

  static GrpcExporter to(OtlpSink sink) {
    return new GrpcExporter(sink.grpcPort());
  }

  private GrpcExporter(int port) {
    this.channel =
        Grpc.newChannelBuilderForAddress("localhost", port, InsecureChannelCredentials.create())
            .build();
  }

  TraceServiceGrpc.TraceServiceBlockingStub traces() {
    return TraceServiceGrpc.newBlockingStub(channel);
  }

  TraceServiceGrpc.TraceServiceFutureStub tracesAsync() {
    return TraceServiceGrpc.newFutureStub(channel);
  }

  MetricsServiceGrpc.MetricsServiceBlockingStub metrics() {
    return MetricsServiceGrpc.newBlockingStub(channel);
  }

  LogsServiceGrpc.LogsServiceBlockingStub logs() {
    return LogsServiceGrpc.newBlockingStub(channel);
  }

  /** Lists the events of a call that the client sees until it has ended. */
  List<String> eventsOf(ExportTraceServiceRequest request) {
    return call(request).events();
  }

  /** The client's address of the connection that a call is made on, whatever comes of it. */
  SocketAddress connectionOf(ExportTraceServiceRequest request) {
    return call(request).connection();
  }

  private EndedCall call(ExportTraceServiceRequest request) {
    List<String> events = new ArrayList<>();
    CompletableFuture<EndedCall> ended = new CompletableFuture<>();
    ClientCall<ExportTraceServiceRequest, ExportTraceServiceResponse> call =
        channel.newCall(TraceServiceGrpc.getExportMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onHeaders(Metadata headers) {
            events.add("headers");
          }

          @Override
          public void onMessage(ExportTraceServiceResponse message) {
            events.add("message");
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            events.add(status.getCode() + ": " + status.getDescription());
            SocketAddress connection = call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
            ended.complete(new EndedCall(events, connection));
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    return ended.orTimeout(1, TimeUnit.MINUTES).join();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private record EndedCall(List<String> events, SocketAddress connection) {}
}
