package io.opentelemetry.lambda.emulator.otlp;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.http.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gRPC server on the loopback address. */
final class GrpcServer implements AutoCloseable {

  private static final String NAME = "OTLP receiver for gRPC";
  private static final int STOP_SECONDS = 10;

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory(NAME, true), NioIoHandler.newFactory());
  private final Server server;

  /**
   * Starts to serve.
   *
   * @param port 0 for any that is free
   * @throws EmulatorException if the port is taken
   */
  static GrpcServer start(
      int port, GrpcConnections connections, List<ServerServiceDefinition> services) {
    return new GrpcServer(port, connections, services);
  }

  private GrpcServer(
      int port, GrpcConnections connections, List<ServerServiceDefinition> services) {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .channelFactory(connections::newServerChannel)
            .bossEventLoopGroup(threads)
            .workerEventLoopGroup(threads)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .addServices(services)
            .build();
    try {
      server.start();
    } catch (IOException e) {
      close();
      if (e.getCause() instanceof BindException) {
        throw Ports.taken(port, NAME, e);
      }
      throw new EmulatorException("the " + NAME + " does not start: " + e, e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** Closes the port and every connection to it. */
  @Override
  public void close() {
    try {
      boolean stopped =
          server.shutdownNow().awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)
              // who waits for what has been closed keeps it open to the system
              && threads
                  .shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                  .await(STOP_SECONDS, TimeUnit.SECONDS);
      if (!stopped) {
        throw new EmulatorException("the " + NAME + " does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    }
  }
}
