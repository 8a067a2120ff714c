package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.lambda.client.internal.Hooks;
import java.lang.reflect.Field;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** Reads what a consumer knows of its brokers, and has no method for. */
final class KafkaConsumerFields {

  /** The consumer behind the consumer, from 3.7 on; null before. */
  private final @Nullable Field delegate = findDelegate();

  private static @Nullable Field findDelegate() {
    for (Field field : KafkaConsumer.class.getDeclaredFields()) {
      if (field.getName().equals("delegate")) {
        field.setAccessible(true);
        return field;
      }
    }
    return null;
  }

  @Nullable Metadata metadata(Consumer<?, ?> consumer) {
    Object owner = delegate == null ? consumer : Hooks.get(delegate, consumer);
    return owner == null
        ? null
        : (Metadata) Hooks.get(Hooks.field(owner.getClass(), "metadata"), owner);
  }
}
