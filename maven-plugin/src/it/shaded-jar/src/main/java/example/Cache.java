package example;

import redis.clients.jedis.Jedis;

public final class Cache {

  public String get(String key) {
    try (Jedis jedis = new Jedis("localhost")) {
      return jedis.get(key);
    }
  }
}
