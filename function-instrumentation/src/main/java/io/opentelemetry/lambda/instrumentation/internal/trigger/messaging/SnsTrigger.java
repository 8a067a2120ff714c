package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An SNS topic, which sends one message at a time. */
public final class SnsTrigger extends MessagingTrigger {

  public SnsTrigger(Event event) {
    super(Records.of(event, "Records"));
  }

  @Override
  String system() {
    return "aws.sns";
  }

  @Override
  @Nullable String destination() {
    return afterLast(':', records.common("Sns", "TopicArn"));
  }

  @Override
  @Nullable String messageId(Event message) {
    return message.value("Sns", "MessageId");
  }

  @Override
  boolean isBatch() {
    return records.size() > 1;
  }

  @Override
  void readContext(Event message, Map<String, String> carrier) {
    readAttributes(Event.of(message.object("Sns")), carrier);
  }

  /** Reads a notification's attributes, as they also come in the body of an SQS message. */
  static void readAttributes(Event notification, Map<String, String> carrier) {
    for (String name : notification.object("MessageAttributes").keySet()) {
      put(carrier, name, notification.value("MessageAttributes", name, "Value"));
    }
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofIso("sns", records.first().value("Sns", "Timestamp"));
  }
}
