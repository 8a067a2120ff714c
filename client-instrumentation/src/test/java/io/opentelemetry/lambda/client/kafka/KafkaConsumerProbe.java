package io.opentelemetry.lambda.client.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Invocation;
import io.opentelemetry.lambda.client.Probe;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

final class KafkaConsumerProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    TopicPartition partition = new TopicPartition("orders", 0);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("orders", 0, 0, new byte[0], "found".getBytes(UTF_8));
    ConsumerRecords<byte[], byte[]> records =
        new ConsumerRecords<>(Map.of(partition, List.of(record)), Map.of());
    StringBuilder found = new StringBuilder();
    try (Scope scope = Invocation.context().makeCurrent();
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
      for (ConsumerRecord<?, ?> each : hooked ? traced(consumer, records) : records) {
        found.append(new String((byte[]) each.value(), UTF_8));
      }
    }
    return found.toString();
  }

  /** As {@code poll} and {@code iterator} would do it. */
  @SuppressWarnings("unchecked") // the records are of any kind
  private static Iterable<ConsumerRecord<?, ?>> traced(
      MockConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
    Object poll = KafkaConsumers.poll(consumer, Duration.ZERO);
    KafkaConsumers.result(records, poll);
    Iterator<?> plain = records.iterator();
    return () -> KafkaConsumers.iterator(records, (Iterator<ConsumerRecord<?, ?>>) plain);
  }
}
