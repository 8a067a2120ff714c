package functions;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.Tracing;
import java.util.concurrent.TimeUnit;

/** Over one connection, and those of clients that have resources of their own. */
final class LettuceCalls implements Client {

  private StatefulRedisConnection<String, String> connection;

  @Override
  public String call(String way, String url) throws Exception {
    if (way.equals("none")) {
      return way;
    }
    if (connection == null) {
      connection = client(url).connect();
    }
    return switch (way) {
      case "connect" -> connection.sync().exists("key").toString();
      case "sync" -> connection.sync().set("key", "found");
      case "async" -> connection.async().set("key", "found").get();
      case "reactive" -> connection.reactive().set("key", "found").block();
      case "error" -> connection.sync().lpush("key", "found").toString();
      case "disabled" -> disabled(url);
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** By the protocol that the test's server speaks, which the oldest release does not find out. */
  private static RedisClient client(String url) {
    RedisClient client = RedisClient.create(url);
    if (hasProtocols()) {
      client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
    }
    return client;
  }

  /** Tells whether the release has more than one protocol, as those from 6.0 on have. */
  private static boolean hasProtocols() {
    String type = "io/lettuce/core/protocol/ProtocolVersion.class";
    return LettuceCalls.class.getClassLoader().getResource(type) != null;
  }

  private static String disabled(String url) throws Exception {
    DefaultClientResources resources =
        DefaultClientResources.builder().tracing(Tracing.disabled()).build();
    try (RedisClient client = RedisClient.create(resources, url)) {
      return client.connect().sync().ping();
    } finally {
      resources.shutdown(0, 0, TimeUnit.SECONDS).get();
    }
  }
}
