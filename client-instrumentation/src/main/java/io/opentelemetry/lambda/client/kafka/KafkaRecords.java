package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaProcessRequest;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.guard.Guarded;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Iterates over records, each of which is the current span until the next one is asked for. */
final class KafkaRecords implements Iterator<ConsumerRecord<?, ?>> {

  private final Iterator<ConsumerRecord<?, ?>> records;
  private final Consumer<?, ?> consumer;
  private final Instrumenter<KafkaProcessRequest, Void> processing;
  private final Context parent;
  private @Nullable Execution<?, ?> current;

  KafkaRecords(
      Iterator<ConsumerRecord<?, ?>> records,
      Consumer<?, ?> consumer,
      Instrumenter<KafkaProcessRequest, Void> processing,
      Context parent) {
    this.records = records;
    this.consumer = consumer;
    this.processing = processing;
    this.parent = parent;
  }

  @Override
  public boolean hasNext() {
    end();
    return records.hasNext();
  }

  @Override
  public ConsumerRecord<?, ?> next() {
    end();
    ConsumerRecord<?, ?> record = records.next();
    start(record);
    return record;
  }

  @Override
  public void remove() {
    records.remove();
  }

  @Guarded("a record of " + Kafka.LIBRARY)
  private void start(@Nullable ConsumerRecord<?, ?> record) {
    if (record != null) {
      KafkaProcessRequest request = KafkaProcessRequest.create(record, consumer);
      current = Execution.startAnyway(Kafka.LIBRARY, processing, request, parent);
    }
  }

  private void end() {
    if (current != null) {
      current.end(null);
      current = null;
    }
  }
}
