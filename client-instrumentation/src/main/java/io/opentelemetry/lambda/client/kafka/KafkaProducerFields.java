package io.opentelemetry.lambda.client.kafka;

import java.lang.reflect.Field;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Reads what a producer knows of its brokers, and has no methods for. */
final class KafkaProducerFields {

  private final Field apiVersions;
  private final Field metadata;

  /**
   * @throws NoSuchFieldException if producers of this version have others
   */
  static KafkaProducerFields find() throws NoSuchFieldException {
    return new KafkaProducerFields(field("apiVersions"), field("metadata"));
  }

  private static Field field(String name) throws NoSuchFieldException {
    Field field = KafkaProducer.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private KafkaProducerFields(Field apiVersions, Field metadata) {
    this.apiVersions = apiVersions;
    this.metadata = metadata;
  }

  ApiVersions apiVersions(KafkaProducer<?, ?> producer) throws IllegalAccessException {
    return (ApiVersions) apiVersions.get(producer);
  }

  Metadata metadata(KafkaProducer<?, ?> producer) throws IllegalAccessException {
    return (Metadata) metadata.get(producer);
  }
}
