package io.opentelemetry.lambda.instrumentation.internal.trigger;

import io.opentelemetry.api.trace.SpanBuilder;
import org.jspecify.annotations.Nullable;

/** A direct invocation, or a source that is not known by its events. */
final class OtherTrigger extends Trigger {

  @Override
  public String type() {
    return "other";
  }

  @Override
  public @Nullable String spanName(Event event) {
    return null;
  }

  @Override
  public void setAttributes(SpanBuilder span, Event event) {}

  @Override
  boolean sent(Event event) {
    return true;
  }
}
