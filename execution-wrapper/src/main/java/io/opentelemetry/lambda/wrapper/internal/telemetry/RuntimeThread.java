package io.opentelemetry.lambda.wrapper.internal.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.instrumentation.common.LoggedSpan;

/** The thread on which the runtime gets events, and reports errors by an HTTP client. */
public final class RuntimeThread {

  /**
   * Makes a parent that is not sampled current on this thread, until the scope is closed. Where the
   * agent instruments the runtime's client, it then leaves the runtime's own calls out, unless the
   * user's sampler does not go by the parent.
   */
  @SuppressWarnings("MustBeClosedChecker") // it may end with the thread
  public static Scope leaveUntraced() {
    return Context.root().with(Span.wrap(LoggedSpan.UNTRACED)).makeCurrent();
  }

  private RuntimeThread() {}
}
