package io.opentelemetry.lambda.client.jedis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.fppt.jedismock.RedisServer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Invocation;
import io.opentelemetry.lambda.client.Probe;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

final class JedisProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    RedisServer server = RedisServer.newRedisServer().start();
    try (Scope scope = Invocation.context().makeCurrent();
        Connection connection = new Connection("localhost", server.getBindPort())) {
      execute(hooked, connection, new CommandArguments(Command.SET).add("item").add("found"));
      return new String(
          (byte[]) execute(hooked, connection, new CommandArguments(Command.GET).add("item")),
          UTF_8);
    } finally {
      server.stop();
    }
  }

  private static Object execute(boolean hooked, Connection connection, CommandArguments arguments) {
    if (!hooked) {
      return connection.executeCommand(arguments);
    }
    Object reply = Jedis.executeCommand(connection, arguments);
    Object sending = Jedis.sendCommand(connection, arguments);
    connection.sendCommand(arguments);
    Jedis.end(sending, null);
    Object result = connection.getOne();
    Jedis.end(reply, null);
    return result;
  }
}
