package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An EventBridge rule. The X-Ray header that an event was sent with is no part of the event: it
 * reaches a function in its environment. What a sender can add is a member of {@code detail}.
 */
public final class EventBridgeTrigger extends MessagingTrigger {

  private final Event event;

  public EventBridgeTrigger(Event event) {
    super(Records.single(event));
    this.event = event;
  }

  @Override
  String system() {
    return "aws.eventbridge";
  }

  /** An event does not tell its bus. */
  @Override
  @Nullable String destination() {
    return null;
  }

  @Override
  @Nullable String source() {
    return event.value("source");
  }

  @Override
  @Nullable String messageId(Event message) {
    return message.value("id");
  }

  @Override
  boolean isBatch() {
    return false;
  }

  @Override
  void readContext(Event message, Map<String, String> carrier) {
    for (Map.Entry<String, Object> member : message.object("detail").entrySet()) {
      put(carrier, member.getKey(), member.getValue());
    }
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofIso("eventbridge", event.value("time"));
  }
}
