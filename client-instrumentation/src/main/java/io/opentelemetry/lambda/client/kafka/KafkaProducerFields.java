package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.lambda.client.internal.Hooks;
import java.lang.reflect.Field;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Reads what a producer knows of its brokers, and has no methods for. */
final class KafkaProducerFields {

  private final Field apiVersions = Hooks.field(KafkaProducer.class, "apiVersions");
  private final Field metadata = Hooks.field(KafkaProducer.class, "metadata");

  ApiVersions apiVersions(KafkaProducer<?, ?> producer) throws IllegalAccessException {
    return (ApiVersions) apiVersions.get(producer);
  }

  Metadata metadata(KafkaProducer<?, ?> producer) throws IllegalAccessException {
    return (Metadata) metadata.get(producer);
  }
}
