package io.opentelemetry.lambda.client.kafka;

import java.util.Iterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of a topic, which are spans when they are iterated over for the first time. */
final class KafkaTopicRecords implements Iterable<ConsumerRecord<?, ?>> {

  private final Iterable<ConsumerRecord<?, ?>> records;
  private final KafkaPoll poll;
  private boolean traced;

  KafkaTopicRecords(Iterable<ConsumerRecord<?, ?>> records, KafkaPoll poll) {
    this.records = records;
    this.poll = poll;
  }

  @Override
  public Iterator<ConsumerRecord<?, ?>> iterator() {
    Iterator<ConsumerRecord<?, ?>> given = records.iterator();
    if (traced) {
      return given;
    }
    traced = true;
    return poll.trace(given);
  }

  @Override
  public String toString() {
    return records.toString();
  }
}
