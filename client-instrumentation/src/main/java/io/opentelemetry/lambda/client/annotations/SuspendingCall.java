package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.client.kotlinxcoroutines.TracedContinuation;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;

/** One call of a suspending method that is a span, for the caller's continuation. */
final class SuspendingCall extends TracedContinuation {

  private final Execution<?, ?> execution;

  /**
   * @param callers the context in which the method was called
   * @param execution that has begun
   */
  static SuspendingCall of(Continuation<?> caller, Context callers, Execution<?, ?> execution) {
    try {
      return new SuspendingCall(caller, callers, execution);
    } catch (Throwable e) {
      execution.end(null);
      throw e;
    }
  }

  private SuspendingCall(Continuation<?> caller, Context callers, Execution<?, ?> execution) {
    super(caller, callers, Context.current());
    this.execution = execution;
  }

  /** When the method waits for something. */
  void leave() {
    execution.leave();
  }

  /** When the method has a result without having waited. */
  void end(@Nullable Throwable error) {
    execution.end(error);
  }

  @Override
  protected void endSpan(@Nullable Object result, @Nullable Throwable error) {
    execution.endSpan(error);
  }
}
