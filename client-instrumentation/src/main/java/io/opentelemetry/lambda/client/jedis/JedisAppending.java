package io.opentelemetry.lambda.client.jedis;

import org.jspecify.annotations.Nullable;

/** A command is added to a pipeline or a transaction, and sent already. */
final class JedisAppending extends JedisStep {

  private final JedisBatch batch;

  JedisAppending(JedisBatch batch) {
    this.batch = batch;
  }

  @Override
  @Nullable JedisEnd send(JedisTracing tracing, JedisRequest request) {
    batch.add(request);
    return null;
  }
}
