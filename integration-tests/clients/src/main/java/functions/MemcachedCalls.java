package functions;

import java.net.InetSocketAddress;
import java.net.URI;
import net.spy.memcached.MemcachedClient;

/** Memcached, by Spymemcached. */
final class MemcachedCalls implements Client {

  private MemcachedClient client;

  @Override
  public String call(String way, String url) throws Exception {
    if (client == null) {
      URI uri = URI.create(url);
      client = new MemcachedClient(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }
    return switch (way) {
      case "set" -> client.set("item", 60, "found").get().toString();
      case "get" -> (String) client.get("item");
      case "missing" -> (String) client.get("missing");
      case "async" -> (String) client.asyncGet("item").get();
      case "bulk" -> client.getBulk("item", "missing").toString();
      default -> throw new IllegalArgumentException(way);
    };
  }
}
