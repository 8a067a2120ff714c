package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import java.time.Duration;
import java.time.Instant;

/** Spans for the time that events waited for the function, where the user wants them. */
final class QueueSpans {

  /** The longest that SQS keeps a message. */
  private static final Duration MAX_WAIT = Duration.ofDays(14);

  private final Tracer tracer;
  private final AttributeKey<String> triggerKey;

  QueueSpans(Tracer tracer, AttributeKey<String> triggerKey) {
    this.tracer = tracer;
    this.triggerKey = triggerKey;
  }

  /**
   * Reports the time that the event waited.
   *
   * @return the context whose span is to be the parent of the invocation's; the one given if the
   *     event tells no time, or one that cannot be
   */
  Context report(Trigger trigger, Context parent) {
    try {
      Instant now = Instant.now();
      QueuedEvent queued = trigger.queued();
      return queued == null || !isBefore(queued.since(), now)
          ? parent
          : report(trigger, queued, now, parent);
    } catch (Throwable e) {
      Diagnostics.warn("the time that an event waited is not reported", e);
      return parent;
    }
  }

  private static boolean isBefore(Instant since, Instant now) {
    return since.isBefore(now) && !since.isBefore(now.minus(MAX_WAIT));
  }

  private Context report(Trigger trigger, QueuedEvent queued, Instant now, Context parent) {
    Span span =
        tracer
            .spanBuilder(queued.source() + " wait")
            .setParent(parent)
            .setStartTimestamp(queued.since())
            .setAttribute(triggerKey, trigger.type())
            .startSpan();
    span.end(now);
    return parent.with(span);
  }
}
