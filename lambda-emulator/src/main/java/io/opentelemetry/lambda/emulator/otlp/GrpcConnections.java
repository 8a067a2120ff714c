package io.opentelemetry.lambda.emulator.otlp;

import io.grpc.Grpc;
import io.grpc.ServerCall;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import io.opentelemetry.lambda.emulator.internal.http.OpenConnections;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A gRPC server's connections by the client's address, as a call does not hand out its own. */
final class GrpcConnections {

  private final Map<SocketAddress, Channel> channels = new ConcurrentHashMap<>();
  private final OpenConnections<Channel> connections = new OpenConnections<>();

  /** Listens for connections, and remembers those that are open. */
  ServerChannel newServerChannel() {
    return new NioServerSocketChannel() {
      @Override
      protected int doReadMessages(List<Object> accepted) throws Exception {
        int before = accepted.size();
        int count = super.doReadMessages(accepted);
        accepted.subList(before, accepted.size()).forEach(channel -> add((Channel) channel));
        return count;
      }
    };
  }

  private void add(Channel channel) {
    SocketAddress client = channel.remoteAddress();
    channels.put(client, channel);
    connections.opened(channel);
    channel.pipeline().addFirst(new ResetIfDropped());
    ChannelFuture unused =
        channel
            .closeFuture()
            .addListener(
                closed -> {
                  channels.remove(client, channel);
                  connections.closed(channel);
                });
  }

  void begun(ServerCall<?, ?> call) {
    Channel channel = channel(call);
    if (channel != null) {
      connections.begun(channel, call);
    }
  }

  void answered(ServerCall<?, ?> call) {
    Channel channel = channel(call);
    if (channel != null) {
      connections.answered(channel, call);
    }
  }

  void dropIdle() {
    connections.dropIdle();
  }

  /** Closes a call's connection without a word of HTTP/2. */
  void cut(ServerCall<?, ?> call) {
    Channel channel = channel(call);
    if (channel != null) {
      close(channel);
    }
  }

  private @Nullable Channel channel(ServerCall<?, ?> call) {
    SocketAddress client = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return client == null ? null : channels.get(client);
  }

  private static void close(Channel channel) {
    // from the head of the pipeline, so that no handler gets to say goodbye
    ChannelFuture unused = channel.pipeline().firstContext().close();
  }

  private final class ResetIfDropped extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (connections.isDropped(context.channel())) {
        ReferenceCountUtil.release(bytes);
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        close(context.channel());
      } else {
        context.fireChannelRead(bytes);
      }
    }
  }
}
