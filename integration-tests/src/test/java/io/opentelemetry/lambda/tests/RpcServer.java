package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;

/** A gRPC service of text messages that finds everything but {@code none}. */
final class RpcServer implements AutoCloseable {

  private static final Metadata.Key<String> TRACE_PARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;

  /**
   * @param traceParents gets the header of each call
   */
  static RpcServer start(Queue<String> traceParents) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new RpcServer(
        NettyServerBuilder.forAddress(anyPort)
            .addService(
                ServerServiceDefinition.builder("shop.Items")
                    .addMethod(
                        method("Find", MethodDescriptor.MethodType.UNARY),
                        ServerCalls.asyncUnaryCall(RpcServer::find))
                    .addMethod(
                        method("List", MethodDescriptor.MethodType.SERVER_STREAMING),
                        ServerCalls.asyncServerStreamingCall(RpcServer::list))
                    .build())
            .intercept(new Recorder(traceParents))
            .build()
            .start());
  }

  private RpcServer(Server server) {
    this.server = server;
  }

  String url() {
    return "http://localhost:" + server.getPort() + "/";
  }

  private static void find(String id, StreamObserver<String> response) {
    if (id.equals("none")) {
      response.onError(Status.NOT_FOUND.withDescription("nothing found").asRuntimeException());
    } else {
      response.onNext("found");
      response.onCompleted();
    }
  }

  private static void list(String id, StreamObserver<String> response) {
    response.onNext("found ");
    response.onNext("twice");
    response.onCompleted();
  }

  private static MethodDescriptor<String, String> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName("shop.Items/" + name)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private record Recorder(Queue<String> traceParents) implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      traceParents.add(String.valueOf(headers.get(TRACE_PARENT)));
      return next.startCall(call, headers);
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {

    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
