package io.opentelemetry.lambda.client.jedis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** A command that a connection sends, or those of a pipeline or a transaction. */
final class JedisRequest {

  private final Connection connection;
  private final String operation;
  private final String text;
  private final @Nullable Long batchSize;

  JedisRequest(Connection connection, String operation, String text) {
    this(connection, operation, text, null);
  }

  private JedisRequest(
      Connection connection, String operation, String text, @Nullable Long batchSize) {
    this.connection = connection;
    this.operation = operation;
    this.text = text;
    this.batchSize = batchSize;
  }

  JedisRequest ofBatch(String operation, String text, long size) {
    return new JedisRequest(connection, operation, text, size);
  }

  Connection connection() {
    return connection;
  }

  String operation() {
    return operation;
  }

  /** Without values that may be secrets. */
  String text() {
    return text;
  }

  /** Null for a single command. */
  @Nullable Long batchSize() {
    return batchSize;
  }
}
