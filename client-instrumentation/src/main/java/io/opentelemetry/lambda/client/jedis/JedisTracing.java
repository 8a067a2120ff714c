package io.opentelemetry.lambda.client.jedis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DbConfig;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.DbClientSpanNameExtractor;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.RedisCommandSanitizer;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.instrumenter.SpanKindExtractor;
import io.opentelemetry.instrumentation.api.util.VirtualField;
import io.opentelemetry.lambda.client.internal.DatabaseInstrumenters;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;

/** Makes spans of what is sent, by OpenTelemetry's conventions for Redis. */
final class JedisTracing {

  /** The command that begins a transaction; those that follow on the connection are of it. */
  static final String TRANSACTION = "MULTI";

  private final JedisConnections connections = new JedisConnections();

  /** By the pipeline, and by the connection of a transaction. */
  private final VirtualField<Object, JedisBatch> batches =
      VirtualField.find(Object.class, JedisBatch.class);

  private final Instrumenter<JedisRequest, Void> instrumenter;
  private final RedisCommandSanitizer sanitizer;

  JedisTracing() {
    OpenTelemetry openTelemetry = LibrarySettings.openTelemetry();
    sanitizer =
        RedisCommandSanitizer.create(
            DbConfig.isQuerySanitizationEnabled(openTelemetry, Jedis.LIBRARY));
    instrumenter =
        DatabaseInstrumenters.builder(
                "io.opentelemetry.jedis-4.0",
                DbClientSpanNameExtractor.create(new JedisAttributesGetter(connections, false)),
                new JedisAttributesGetter(connections, true))
            .buildInstrumenter(SpanKindExtractor.alwaysClient());
  }

  void setDatabase(Connection connection, int index) {
    connections.setDatabase(connection, index);
  }

  JedisRequest request(Connection connection, CommandArguments arguments) {
    ProtocolCommand command = arguments.getCommand();
    List<byte[]> values = new ArrayList<>();
    // the first is the command itself
    for (Rawable argument : arguments) {
      if (argument != command) {
        values.add(argument.getRaw());
      }
    }
    return request(connection, command, values);
  }

  JedisRequest request(Connection connection, ProtocolCommand command, byte[][] arguments) {
    return request(connection, command, Arrays.asList(arguments));
  }

  private JedisRequest request(
      Connection connection, ProtocolCommand command, List<byte[]> arguments) {
    String operation =
        command instanceof Protocol.Command
            ? ((Protocol.Command) command).name()
            : new String(command.getRaw(), UTF_8);
    return new JedisRequest(connection, operation, sanitizer.sanitize(operation, arguments));
  }

  /** Begins to send a command; returns a span that ends with its sending, or null. */
  @Nullable JedisEnd send(JedisRequest request) {
    JedisStep step = JedisStep.current();
    return step == null ? sendOnly(request) : step.send(this, request);
  }

  /** For who reads the reply later. */
  private @Nullable JedisEnd sendOnly(JedisRequest request) {
    Connection connection = request.connection();
    if (request.operation().equals(TRANSACTION)) {
      batch(connection);
      return null;
    }
    JedisBatch batch = batches.get(connection);
    if (batch == null) {
      return start(request);
    }
    switch (request.operation()) {
      case "EXEC":
        return startBatch(connection, TRANSACTION);
      case "DISCARD":
        batches.set(connection, null);
        return null;
      default:
        batch.add(request);
        return null;
    }
  }

  /** The commands of a pipeline, or of a transaction on a connection, so far. */
  JedisBatch batch(Object key) {
    JedisBatch batch = batches.get(key);
    if (batch == null) {
      batch = new JedisBatch();
      batches.set(key, batch);
    }
    return batch;
  }

  /**
   * Starts a span of these commands; null if there are none.
   *
   * @param kind such as {@code PIPELINE}
   */
  @Nullable JedisSpan startBatch(Object key, String kind) {
    JedisBatch batch = batches.get(key);
    batches.set(key, null);
    return batch == null || batch.isEmpty() ? null : start(batch.toRequest(kind));
  }

  /** Starts a span; null if there is to be none. */
  @Nullable JedisSpan start(JedisRequest request) {
    Execution<JedisRequest, Void> execution =
        Execution.start(Jedis.LIBRARY, instrumenter, request, Context.current());
    return execution == null ? null : new JedisSpan(execution);
  }
}
