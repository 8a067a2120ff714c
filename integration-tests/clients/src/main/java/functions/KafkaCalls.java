package functions;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends to the topic {@code orders}; {@code url} has the broker's address. */
final class KafkaCalls implements Client {

  private static final String TOPIC = "orders";

  private Producer<String, String> producer;

  @Override
  public String call(String way, String url) throws Exception {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", url), new StringSerializer(), new StringSerializer());
    }
    return switch (way) {
      case "send" -> found(producer.send(new ProducerRecord<>(TOPIC, "key", "order")).get());
      case "callback" -> found(callback());
      case "tombstone" -> found(producer.send(new ProducerRecord<>(TOPIC, "key", null)).get());
      case "read-only" -> readOnly();
      case "too-large" -> tooLarge();
      case "error" -> error();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private RecordMetadata callback() throws Exception {
    CompletableFuture<RecordMetadata> result = new CompletableFuture<>();
    producer.send(new ProducerRecord<>(TOPIC, "order"), (sent, e) -> result.complete(sent)).get();
    return result.join();
  }

  /** As the headers of a record are that was sent before. */
  private String readOnly() throws Exception {
    ProducerRecord<String, String> record = new ProducerRecord<>(TOPIC, "key", "order");
    record.headers().add("own", "header".getBytes(StandardCharsets.UTF_8));
    ((RecordHeaders) record.headers()).setReadOnly();
    return found(producer.send(record).get()) + " " + record.headers().toArray().length;
  }

  private String tooLarge() throws InterruptedException {
    try {
      return found(producer.send(new ProducerRecord<>(TOPIC, "x".repeat(2_000_000))).get());
    } catch (ExecutionException e) {
      return e.getCause().getClass().getName();
    }
  }

  /** Thrown by the call, as the value is none of the serializer's. */
  @SuppressWarnings({"rawtypes", "unchecked"})
  private String error() {
    try {
      return "" + producer.send((ProducerRecord) new ProducerRecord<>(TOPIC, 1));
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private static String found(RecordMetadata sent) {
    return "found " + sent.topic() + " " + sent.partition();
  }
}
