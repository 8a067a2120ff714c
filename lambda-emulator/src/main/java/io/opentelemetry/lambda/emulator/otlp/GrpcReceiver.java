package io.opentelemetry.lambda.emulator.otlp;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.opentelemetry.lambda.emulator.EmulatorException;
import java.util.Arrays;
import java.util.List;

/**
 * Receives OTLP over gRPC, compressed or not (opentelemetry-proto, docs/specification.md,
 * "OTLP/gRPC").
 */
public final class GrpcReceiver implements Receiver {

  private final Exports exports;
  private final GrpcConnections connections = new GrpcConnections();
  private final List<ServerServiceDefinition> services;
  private final int port;
  private GrpcServer server;

  /**
   * Starts to receive.
   *
   * @param port 0 for any that is free
   * @throws EmulatorException if the port is taken
   */
  public static GrpcReceiver start(int port, Exports exports) {
    return new GrpcReceiver(port, exports);
  }

  private GrpcReceiver(int port, Exports exports) {
    this.exports = exports;
    this.services = Arrays.stream(Signal.values()).map(this::service).toList();
    this.server = GrpcServer.start(port, connections, services);
    this.port = server.port();
  }

  private ServerServiceDefinition service(Signal signal) {
    MethodDescriptor<Message, Message> method =
        MethodDescriptor.<Message, Message>newBuilder()
            // a unary method's response is held back until its status, which a cut one never has
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .setFullMethodName(signal.method())
            .setRequestMarshaller(ProtoUtils.marshaller(signal.emptyRequest()))
            .setResponseMarshaller(ProtoUtils.marshaller(signal.success()))
            .build();
    return ServerServiceDefinition.builder(MethodDescriptor.extractFullServiceName(signal.method()))
        .addMethod(method, (call, headers) -> receive(signal, call))
        .build();
  }

  private ServerCall.Listener<Message> receive(Signal signal, ServerCall<Message, Message> call) {
    connections.begun(call);
    call.request(1);
    return new ServerCall.Listener<>() {
      private Message request = signal.emptyRequest();

      @Override
      public void onMessage(Message message) {
        request = message;
      }

      @Override
      public void onHalfClose() {
        exports.accept(signal, request, GrpcReply.to(call, connections));
      }

      @Override
      public void onCancel() {
        connections.answered(call);
      }
    };
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void dropConnections() {
    connections.dropIdle();
  }

  @Override
  public void closePort() {
    server.close();
  }

  @Override
  public void openPort() {
    server = GrpcServer.start(port, connections, services);
  }

  @Override
  public void close() {
    server.close();
  }
}
