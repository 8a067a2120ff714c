package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A queue of a RabbitMQ broker of Amazon MQ. */
public final class RabbitMqTrigger extends MessagingTrigger {

  private final @Nullable String queue;

  public RabbitMqTrigger(Event event) {
    super(Records.ofEach(event, "rmqMessagesByQueue"));
    this.queue = queue(event.object("rmqMessagesByQueue"));
  }

  /** Messages are listed by {@code QUEUE::VIRTUAL_HOST}. */
  private static @Nullable String queue(Map<String, Object> messages) {
    if (messages.size() != 1) {
      return null;
    }
    String name = messages.keySet().iterator().next();
    int host = name.indexOf("::");
    return host < 0 ? name : name.substring(0, host);
  }

  @Override
  String system() {
    return "rabbitmq";
  }

  @Override
  @Nullable String destination() {
    return queue;
  }

  @Override
  @Nullable String messageId(Event message) {
    return message.value("basicProperties", "messageId");
  }

  /** A header is a string as it is, or an object with a list of bytes. */
  @Override
  void readContext(Event message, Map<String, String> carrier) {
    Map<String, Object> headers = message.object("basicProperties", "headers");
    for (Map.Entry<String, Object> header : headers.entrySet()) {
      Object value = header.getValue();
      put(
          carrier,
          header.getKey(),
          value instanceof Map ? ByteLists.text(((Map<?, ?>) value).get("bytes")) : value);
    }
  }
}
