package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Triggers;

/** One invocation as it is traced. */
final class Invocation {

  private final Trigger trigger;
  private final Span span;
  private final Context context;
  private final boolean coldStart;

  static Invocation of(Trigger trigger, Span span, Context parent, boolean coldStart) {
    return new Invocation(trigger, span, parent.with(span), coldStart);
  }

  static Invocation untraced() {
    return new Invocation(
        Triggers.other(), Span.getInvalid(), Context.root(), /* coldStart= */ false);
  }

  private Invocation(Trigger trigger, Span span, Context context, boolean coldStart) {
    this.trigger = trigger;
    this.span = span;
    this.context = context;
    this.coldStart = coldStart;
  }

  Trigger trigger() {
    return trigger;
  }

  Span span() {
    return span;
  }

  /** The context that is current in the handler: the span, and the event's baggage. */
  Context context() {
    return context;
  }

  /** Tells whether it is its environment's first. */
  boolean isColdStart() {
    return coldStart;
  }
}
