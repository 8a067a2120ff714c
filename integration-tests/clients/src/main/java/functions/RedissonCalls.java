package functions;

import java.net.URI;
import org.redisson.Redisson;
import org.redisson.api.RBatch;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Redisson, by one client with one connection. */
final class RedissonCalls implements Client {

  private RedissonClient client;

  @Override
  public String call(String way, String url) throws Exception {
    RedissonClient client = client(url);
    RBucket<String> bucket = client.getBucket("redisson");
    return switch (way) {
      case "sync" -> set(bucket);
      case "async" -> bucket.getAsync().toCompletableFuture().get();
      case "batch" -> batch(client);
      case "error" -> Integer.toString(client.getList("redisson").size());
      default -> throw new IllegalArgumentException(way);
    };
  }

  private RedissonClient client(String url) {
    if (client == null) {
      URI uri = URI.create(url);
      Config config = new Config();
      config.setCodec(StringCodec.INSTANCE);
      config
          .useSingleServer()
          .setAddress("redis://localhost:" + uri.getPort())
          .setConnectionMinimumIdleSize(1)
          .setConnectionPoolSize(1)
          .setSubscriptionConnectionMinimumIdleSize(0);
      client = Redisson.create(config);
    }
    return client;
  }

  private static String set(RBucket<String> bucket) {
    bucket.set("found");
    return "set";
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the batch has them
  private static String batch(RedissonClient client) {
    RBatch batch = client.createBatch();
    batch.getBucket("redisson").setAsync("found");
    batch.getBucket("redisson").getAsync();
    return batch.execute().getResponses().toString();
  }
}
