package functions;

import java.net.URI;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.UnifiedJedis;

/** Over one connection, and by a pool; each is there from the first call on. */
final class JedisCalls implements Client {

  private Jedis jedis;
  private UnifiedJedis unified;

  @Override
  public String call(String way, String url) {
    return switch (way) {
      case "command" -> jedis(url).set("key", "found");
      case "unified" -> unified(url).set("key", "found");
      case "error" -> error(jedis(url));
      case "pipeline" -> pipeline(jedis(url));
      case "transaction" -> transaction(jedis(url));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private Jedis jedis(String url) {
    if (jedis == null) {
      jedis = new Jedis(URI.create(url));
      jedis.set("key", "found");
    }
    return jedis;
  }

  @SuppressWarnings("deprecation") // the oldest and the newest release have no other in common
  private UnifiedJedis unified(String url) {
    if (unified == null) {
      unified = new UnifiedJedis(URI.create(url));
    }
    return unified;
  }

  private static String error(Jedis jedis) {
    return Long.toString(jedis.lpush("key", "found"));
  }

  private static String pipeline(Jedis jedis) {
    Pipeline pipeline = jedis.pipelined();
    pipeline.set("key", "found");
    pipeline.get("key");
    return pipeline.syncAndReturnAll().toString();
  }

  private static String transaction(Jedis jedis) {
    Transaction transaction = jedis.multi();
    transaction.set("key", "found");
    transaction.set("other", "found");
    return transaction.exec().toString();
  }
}
