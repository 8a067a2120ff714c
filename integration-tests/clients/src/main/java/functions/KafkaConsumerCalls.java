package functions;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Receives what it has sent to the topic {@code orders}; {@code url} has the broker's address. */
final class KafkaConsumerCalls implements Client {

  private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

  private Producer<String, String> producer;
  private Consumer<String, String> consumer;

  @Override
  public String call(String way, String url) throws Exception {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", url, "client.id", "sender"),
              new StringSerializer(),
              new StringSerializer());
      consumer =
          new KafkaConsumer<>(
              Map.of(
                  "bootstrap.servers",
                  url,
                  "client.id",
                  "receiver",
                  "group.id",
                  "shop",
                  "enable.auto.commit",
                  false),
              new StringDeserializer(),
              new StringDeserializer());
    }
    return switch (way) {
      case "records" -> received(records -> records);
      case "topic" -> received(records -> records.records(PARTITION.topic()));
      case "partition" -> received(records -> records.records(PARTITION));
      case "copy" -> received(records -> new ArrayList<>(records.records(PARTITION)));
      case "again" -> received(KafkaConsumerCalls::again);
      case "none" -> "found " + consumer.poll(Duration.ZERO).count();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private String received(
      Function<ConsumerRecords<String, String>, Iterable<ConsumerRecord<String, String>>> read)
      throws Exception {
    send();
    List<String> found = new ArrayList<>();
    while (found.size() < 2) {
      for (ConsumerRecord<String, String> each : read.apply(consumer.poll(Duration.ofMillis(50)))) {
        found.add(process(each));
      }
    }
    return "found " + found;
  }

  /** Two records, and goes back to the first. */
  private void send() throws Exception {
    long offset = producer.send(new ProducerRecord<>("orders", "key", "one")).get().offset();
    producer.send(new ProducerRecord<>("orders", "two")).get();
    consumer.assign(List.of(PARTITION));
    consumer.seek(PARTITION, offset);
  }

  /** The records of a list that has been read before. */
  private static Iterable<ConsumerRecord<String, String>> again(
      ConsumerRecords<String, String> records) {
    List<ConsumerRecord<String, String>> list = records.records(PARTITION);
    list.forEach(KafkaConsumerCalls::process);
    return list;
  }

  @WithSpan
  private static String process(ConsumerRecord<String, String> record) {
    return record.key() + record.value();
  }
}
