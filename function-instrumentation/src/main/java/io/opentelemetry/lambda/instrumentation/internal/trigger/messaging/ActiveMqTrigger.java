package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A queue of an ActiveMQ broker of Amazon MQ. */
public final class ActiveMqTrigger extends MessagingTrigger {

  public ActiveMqTrigger(Event event) {
    super(Records.of(event, "messages"));
  }

  @Override
  String system() {
    return "activemq";
  }

  @Override
  @Nullable String destination() {
    return records.common("destination", "physicalName");
  }

  @Override
  @Nullable String messageId(Event message) {
    return message.value("messageID");
  }

  @Override
  void readContext(Event message, Map<String, String> carrier) {
    for (Map.Entry<String, Object> property : message.object("properties").entrySet()) {
      put(carrier, property.getKey(), property.getValue());
    }
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofMillis("activemq", records.first().value("timestamp"));
  }
}
