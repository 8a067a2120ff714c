package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.internal.Timer;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaProcessRequest;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One poll of a consumer, for the spans of its records. */
final class KafkaPoll {

  final Consumer<?, ?> consumer;
  final Timer timer = Timer.start();

  /** The context of its own span, which the records' are below; null if it has none. */
  @Nullable Context context;

  @Nullable String cluster;

  private final Instrumenter<KafkaProcessRequest, Void> processing;

  KafkaPoll(Consumer<?, ?> consumer, Instrumenter<KafkaProcessRequest, Void> processing) {
    this.consumer = consumer;
    this.processing = processing;
  }

  Iterator<ConsumerRecord<?, ?>> trace(Iterator<ConsumerRecord<?, ?>> records) {
    Context parent = context == null ? Context.current() : context;
    return new KafkaRecords(records, consumer, processing, KafkaCluster.in(parent, cluster));
  }
}
