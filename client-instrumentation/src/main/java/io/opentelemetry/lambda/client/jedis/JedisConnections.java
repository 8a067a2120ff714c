package io.opentelemetry.lambda.client.jedis;

import io.opentelemetry.instrumentation.api.util.VirtualField;
import io.opentelemetry.lambda.client.internal.Hooks;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;

/** Where connections lead. */
final class JedisConnections {

  private final Field socket = Hooks.field(Connection.class, "socket");
  private final Field socketFactory = Hooks.field(Connection.class, "socketFactory");
  private final VirtualField<Connection, Long> database =
      VirtualField.find(Connection.class, Long.class);

  void setDatabase(Connection connection, int index) {
    database.set(connection, (long) index);
  }

  long database(Connection connection) {
    Long index = database.get(connection);
    return index == null ? 0 : index;
  }

  /** As it was configured; null where it is another factory's secret. */
  @Nullable HostAndPort server(Connection connection) {
    Object factory = Hooks.get(socketFactory, connection);
    return factory instanceof DefaultJedisSocketFactory
        ? ((DefaultJedisSocketFactory) factory).getHostAndPort()
        : null;
  }

  /** Null if it is not connected. */
  @Nullable InetSocketAddress peer(Connection connection) {
    Socket connected = (Socket) Hooks.get(socket, connection);
    SocketAddress address = connected == null ? null : connected.getRemoteSocketAddress();
    return address instanceof InetSocketAddress ? (InetSocketAddress) address : null;
  }
}
