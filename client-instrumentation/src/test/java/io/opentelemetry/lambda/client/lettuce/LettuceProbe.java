package io.opentelemetry.lambda.client.lettuce;

import com.github.fppt.jedismock.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.DefaultClientResources;
import io.opentelemetry.lambda.client.Probe;
import java.util.concurrent.TimeUnit;

final class LettuceProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    RedisServer server = RedisServer.newRedisServer().start();
    DefaultClientResources.Builder builder = DefaultClientResources.builder();
    if (hooked) {
      Lettuce.build(builder);
    }
    DefaultClientResources resources = builder.build();
    try (RedisClient client =
        RedisClient.create(resources, "redis://localhost:" + server.getBindPort())) {
      RedisCommands<String, String> commands = client.connect().sync();
      commands.set("item", "found");
      return commands.get("item");
    } finally {
      resources.shutdown(0, 0, TimeUnit.SECONDS).get();
      server.stop();
    }
  }
}
