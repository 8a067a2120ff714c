package io.opentelemetry.lambda.wrapper;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

/** The thread on which the runtime gets events, and reports errors by an HTTP client. */
final class RuntimeThread {

  private static final SpanContext NOT_SAMPLED =
      SpanContext.create(
          TraceId.fromLongs(0, 1),
          SpanId.fromLong(1),
          TraceFlags.getDefault(),
          TraceState.getDefault());

  /**
   * Makes a parent that is not sampled current on this thread, for as long as it lives. Where the
   * agent instruments the runtime's client, it then leaves the runtime's own calls out, unless the
   * user's sampler does not go by the parent.
   */
  @SuppressWarnings("MustBeClosedChecker") // it ends with the thread
  static void leaveUntraced() {
    Context.root().with(Span.wrap(NOT_SAMPLED)).makeCurrent();
  }

  /** Whether it is the parent of what is not traced, which is nobody's span. */
  static boolean isUntraced(SpanContext span) {
    return NOT_SAMPLED.equals(span);
  }

  private RuntimeThread() {}
}
