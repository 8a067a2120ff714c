package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Trigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Triggers;

/** One invocation as it is traced. */
final class Invocation {

  private final Trigger trigger;
  private final Span span;
  private final Context context;

  static Invocation of(Trigger trigger, Span span, Context parent) {
    return new Invocation(trigger, span, parent.with(span));
  }

  static Invocation untraced() {
    return new Invocation(Triggers.other(), Span.getInvalid(), Context.root());
  }

  private Invocation(Trigger trigger, Span span, Context context) {
    this.trigger = trigger;
    this.span = span;
    this.context = context;
  }

  Trigger trigger() {
    return trigger;
  }

  Span span() {
    return span;
  }

  /** What is to be current in the handler: the span, and the event's baggage. */
  Context context() {
    return context;
  }
}
