package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.instrumentation.api.instrumenter.AttributesExtractor;
import org.jspecify.annotations.Nullable;

/** The id of the cluster that records are from, which the agent has, and the library has not. */
final class KafkaCluster<Q> implements AttributesExtractor<Q, Void> {

  private static final ContextKey<String> ID = ContextKey.named("messaging.kafka.cluster.id");

  /** Adds the id to the context in which spans are started. */
  static Context in(Context parent, @Nullable String id) {
    return id == null ? parent : parent.with(ID, id);
  }

  @Override
  public void onStart(AttributesBuilder attributes, Context parent, Q request) {
    String id = parent.get(ID);
    if (id != null) {
      attributes.put("messaging.kafka.cluster.id", id);
    }
  }

  @Override
  public void onEnd(
      AttributesBuilder attributes,
      Context context,
      Q request,
      @Nullable Void response,
      @Nullable Throwable error) {}
}
