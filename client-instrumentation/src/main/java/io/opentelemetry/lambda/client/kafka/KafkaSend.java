package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaProducerRequest;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One record on its way. Its span ends with the broker's answer, or with what the call throws. */
final class KafkaSend implements Callback {

  final ProducerRecord<?, ?> record;

  private final Instrumenter<KafkaProducerRequest, RecordMetadata> instrumenter;
  private final KafkaProducerRequest request;
  private final Context parent;
  private final Context context;
  private final Scope scope;
  private final Metadata metadata;
  private final @Nullable Callback callback;

  @SuppressWarnings("MustBeClosedChecker") // the scope ends with the call
  KafkaSend(
      Instrumenter<KafkaProducerRequest, RecordMetadata> instrumenter,
      KafkaProducerRequest request,
      Context parent,
      Context context,
      Metadata metadata,
      ProducerRecord<?, ?> record,
      @Nullable Callback callback) {
    this.instrumenter = instrumenter;
    this.request = request;
    this.parent = parent;
    this.context = context;
    this.metadata = metadata;
    this.record = record;
    this.callback = callback;
    scope = context.makeCurrent();
  }

  /** At the end of the call, which may be before the broker's answer. */
  void end(@Nullable Throwable error) {
    try {
      scope.close();
    } catch (Throwable e) {
      Kafka.leave(e);
    }
    if (error != null) {
      endSpan(null, error);
    }
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata sent, @Nullable Exception error) {
    endSpan(sent, error);
    if (callback != null) {
      try (Scope callers = parent.makeCurrent()) {
        callback.onCompletion(sent, error);
      }
    }
  }

  private void endSpan(@Nullable RecordMetadata sent, @Nullable Throwable error) {
    try {
      addCluster();
    } catch (Throwable e) {
      Kafka.leave(e);
    }
    try {
      instrumenter.end(context, request, sent, error);
    } catch (Throwable e) {
      Kafka.leave(e);
    }
  }

  /** Which the agent has, and the library has not. */
  private void addCluster() {
    String cluster = metadata.fetch().clusterResource().clusterId();
    if (cluster != null) {
      Span.fromContext(context).setAttribute("messaging.kafka.cluster.id", cluster);
    }
  }
}
