package io.opentelemetry.lambda.client.jedis;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientAttributesGetter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

final class JedisAttributesGetter implements DbClientAttributesGetter<JedisRequest, Void> {

  private final JedisConnections connections;
  private final boolean withNamespace;

  /**
   * @param withNamespace false for spans' names, in which the number of a database is not
   */
  JedisAttributesGetter(JedisConnections connections, boolean withNamespace) {
    this.connections = connections;
    this.withNamespace = withNamespace;
  }

  @Override
  public String getDbSystemName(JedisRequest request) {
    return "redis";
  }

  @Override
  public @Nullable String getDbNamespace(JedisRequest request) {
    return withNamespace ? Long.toString(connections.database(request.connection())) : null;
  }

  /** In the older conventions the number is none. */
  @Override
  @SuppressWarnings("deprecation") // asked for where these are chosen
  public @Nullable String getDbName(JedisRequest request) {
    return null;
  }

  @Override
  public String getDbQueryText(JedisRequest request) {
    return request.text();
  }

  @Override
  public String getDbOperationName(JedisRequest request) {
    return request.operation();
  }

  @Override
  public @Nullable Long getDbOperationBatchSize(JedisRequest request) {
    return request.batchSize();
  }

  @Override
  public @Nullable String getServerAddress(JedisRequest request) {
    HostAndPort server = connections.server(request.connection());
    return server == null ? null : server.getHost();
  }

  @Override
  public @Nullable Integer getServerPort(JedisRequest request) {
    HostAndPort server = connections.server(request.connection());
    return server == null ? null : server.getPort();
  }

  @Override
  public @Nullable InetSocketAddress getNetworkPeerInetSocketAddress(
      JedisRequest request, @Nullable Void response) {
    return connections.peer(request.connection());
  }
}
