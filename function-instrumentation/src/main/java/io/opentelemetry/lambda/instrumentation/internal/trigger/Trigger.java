package io.opentelemetry.lambda.instrumentation.internal.trigger;

import io.opentelemetry.api.trace.SpanBuilder;
import org.jspecify.annotations.Nullable;

/** A kind of source that invokes functions, known by the shape of its events. */
public abstract class Trigger {

  /** The value of {@code faas.trigger}: datasource, http, other, pubsub or timer. */
  public abstract String type();

  /** The span's name, or null for the function's name. */
  public abstract @Nullable String spanName(Event event);

  /** Sets what the event tells beyond the attributes that every invocation has. */
  public abstract void setAttributes(SpanBuilder span, Event event);

  abstract boolean sent(Event event);
}
