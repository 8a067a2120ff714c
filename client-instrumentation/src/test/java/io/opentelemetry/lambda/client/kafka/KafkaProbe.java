package io.opentelemetry.lambda.client.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.client.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

final class KafkaProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("orders", new byte[0]);
    List<String> told = new ArrayList<>();
    Callback callback = (sent, error) -> told.add("found");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", "localhost:1"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      if (hooked) {
        Object send = Kafka.send(producer, record, callback);
        Kafka.end(send, null);
        assertThat(Kafka.argument(record, send).value()).isSameAs(record.value());
        callback = Kafka.argument(callback, send);
      }
      callback.onCompletion(null, null);
      return String.join(" ", told);
    }
  }
}
