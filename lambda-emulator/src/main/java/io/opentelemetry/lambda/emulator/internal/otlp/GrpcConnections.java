package io.opentelemetry.lambda.emulator.internal.otlp;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A gRPC server's connections by the client's address, as a call does not hand out its own. */
final class GrpcConnections {

  private final Map<SocketAddress, Channel> channels = new ConcurrentHashMap<>();

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
    channels.values().removeIf(known -> !known.isOpen());
    channels.put(channel.remoteAddress(), channel);
  }

  /** Closes a connection without a word of HTTP/2. */
  void cut(@Nullable SocketAddress client) {
    Channel channel = client == null ? null : channels.get(client);
    if (channel != null) {
      // from the head of the pipeline, so that no handler gets to say goodbye
      ChannelFuture unused = channel.pipeline().firstContext().close();
    }
  }
}
