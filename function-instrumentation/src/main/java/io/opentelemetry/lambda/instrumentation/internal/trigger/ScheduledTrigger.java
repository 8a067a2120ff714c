package io.opentelemetry.lambda.instrumentation.internal.trigger;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of an EventBridge rule or of EventBridge Scheduler. Their events tell the time, not
 * the schedule's expression.
 */
final class ScheduledTrigger implements Trigger {

  private static final AttributeKey<String> TIME = stringKey("faas.time");

  private final @Nullable String time;

  ScheduledTrigger(Event event) {
    this.time = event.value("time");
  }

  @Override
  public String type() {
    return "timer";
  }

  @Override
  public void setAttributes(SpanBuilder span) {
    if (time != null) {
      span.setAttribute(TIME, time);
    }
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofIso("eventbridge", time);
  }
}
