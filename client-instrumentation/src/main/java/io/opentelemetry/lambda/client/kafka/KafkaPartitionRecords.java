package io.opentelemetry.lambda.client.kafka;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of a partition, which are spans when they are iterated over for the first time. No
 * other method iterates.
 */
final class KafkaPartitionRecords extends AbstractList<ConsumerRecord<?, ?>> {

  private final List<ConsumerRecord<?, ?>> records;
  private final Iterable<ConsumerRecord<?, ?>> traced;

  KafkaPartitionRecords(List<ConsumerRecord<?, ?>> records, KafkaPoll poll) {
    this.records = records;
    traced = new KafkaTopicRecords(records, poll);
  }

  @Override
  public Iterator<ConsumerRecord<?, ?>> iterator() {
    return traced.iterator();
  }

  @Override
  public ConsumerRecord<?, ?> get(int index) {
    return records.get(index);
  }

  @Override
  public int size() {
    return records.size();
  }

  @Override
  public boolean contains(@Nullable Object record) {
    return records.contains(record);
  }

  @Override
  public Object[] toArray() {
    return records.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return records.toArray(array);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return records.equals(other);
  }

  @Override
  public int hashCode() {
    return records.hashCode();
  }

  @Override
  public String toString() {
    return records.toString();
  }
}
