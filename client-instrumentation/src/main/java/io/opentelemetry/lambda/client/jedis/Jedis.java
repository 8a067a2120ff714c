package io.opentelemetry.lambda.client.jedis;

import io.opentelemetry.lambda.guard.Guarded;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * Traces Jedis from 4.0 on, for which OpenTelemetry has no library. A command's span begins when a
 * connection sends it, and ends with the reply; those of a pipeline or a transaction have one span
 * when they are executed.
 */
public final class Jedis {

  static final String LIBRARY = "jedis";

  private static final @Nullable JedisTracing TRACING = create();

  @Guarded(LIBRARY)
  private static @Nullable JedisTracing create() {
    return new JedisTracing();
  }

  /** On entry of {@code Connection.initializeFromClientConfig}. */
  @Guarded(LIBRARY)
  public static void initialize(Object connection, JedisClientConfig config) {
    if (TRACING != null) {
      TRACING.setDatabase((Connection) connection, config.getDatabase());
    }
  }

  /** Around {@code Connection.executeCommand}, which sends a command and reads the reply. */
  @Guarded(LIBRARY)
  public static @Nullable Object executeCommand(Object connection, CommandArguments arguments) {
    return TRACING == null ? null : new JedisReply();
  }

  /** The same for a command that knows how to read the reply. */
  @Guarded(LIBRARY)
  public static @Nullable Object executeCommand(Object connection, CommandObject<?> command) {
    return TRACING == null ? null : new JedisReply();
  }

  /** Around {@code Connection.sendCommand}. */
  @Guarded(LIBRARY)
  public static @Nullable Object sendCommand(Object connection, CommandArguments arguments) {
    return TRACING == null
        ? null
        : TRACING.send(TRACING.request((Connection) connection, arguments));
  }

  /** The same as older commands are sent. */
  @Guarded(LIBRARY)
  public static @Nullable Object sendCommand(
      Object connection, ProtocolCommand command, byte[][] arguments) {
    return TRACING == null
        ? null
        : TRACING.send(TRACING.request((Connection) connection, command, arguments));
  }

  /** Around {@code Pipeline.appendCommand}. */
  @Guarded(LIBRARY)
  public static @Nullable Object appendCommand(Object pipeline, CommandObject<?> command) {
    return TRACING == null ? null : new JedisAppending(TRACING.batch(pipeline));
  }

  /** Around {@code Pipeline.sync}, also where it returns all replies. */
  @Guarded(LIBRARY)
  public static @Nullable Object sync(Object pipeline) {
    return TRACING == null ? null : TRACING.startBatch(pipeline, "PIPELINE");
  }

  /** Around {@code Transaction.exec}, which sends EXEC and reads the replies. */
  @Guarded(LIBRARY)
  public static @Nullable Object exec(Object transaction) {
    return TRACING == null ? null : new JedisExec();
  }

  /** After what was started. */
  @Guarded(LIBRARY)
  public static void end(@Nullable Object started, @Nullable Throwable error) {
    if (started != null) {
      ((JedisEnd) started).end(error);
    }
  }

  private Jedis() {}
}
