package io.opentelemetry.lambda.benchmarks.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.lambda.benchmarks.environment.BenchmarkException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Serves what the function's clients call: an HTTP server and a gRPC server that find everything.
 */
final class CallServers implements AutoCloseable {

  private static final byte[] FOUND = "found".getBytes(UTF_8);

  private final HttpServer http;
  private final Server rpc;

  /**
   * Starts them.
   *
   * @throws BenchmarkException if that is not possible
   */
  static CallServers start() {
    // a response in two writes would wait for the client's acknowledgement of the first one
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer http = HttpServer.create(anyPort, 0);
      http.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, FOUND.length);
            exchange.getResponseBody().write(FOUND);
            exchange.close();
          });
      Server rpc = NettyServerBuilder.forAddress(anyPort).addService(items()).build().start();
      http.start();
      return new CallServers(http, rpc);
    } catch (IOException e) {
      throw new BenchmarkException("cannot start the servers: " + e.getMessage(), e);
    }
  }

  private static ServerServiceDefinition items() {
    return ServerServiceDefinition.builder("shop.Items")
        .addMethod(
            MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("shop.Items/Find")
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build(),
            ServerCalls.asyncUnaryCall(CallServers::find))
        .build();
  }

  private static void find(byte[] id, StreamObserver<byte[]> response) {
    response.onNext(FOUND);
    response.onCompleted();
  }

  private CallServers(HttpServer http, Server rpc) {
    this.http = http;
    this.rpc = rpc;
  }

  /** The address of the server that the client speaks to. */
  String url(String client) {
    int port = client.startsWith("grpc.") ? rpc.getPort() : http.getAddress().getPort();
    return "http://localhost:" + port + "/items?id=1";
  }

  @Override
  public void close() {
    http.stop(0);
    rpc.shutdownNow();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
