package io.opentelemetry.lambda.client.kotlinxcoroutines;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import kotlin.Result;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.jvm.internal.CoroutineStackFrame;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a suspending method and its caller: the method goes on in its span's context, and
 * the caller, once the span has ended, in its own.
 */
public abstract class TracedContinuation implements Continuation<Object>, CoroutineStackFrame {

  private final Continuation<Object> caller;
  private final Context callers;
  private final CoroutineContext context;

  /**
   * @param callers the context in which the method is called
   * @param spans the one that it is to run in
   */
  @SuppressWarnings("unchecked") // it takes what the method returns
  protected TracedContinuation(Continuation<?> caller, Context callers, Context spans) {
    this.caller = (Continuation<Object>) caller;
    this.callers = callers;
    context = Coroutines.with(spans, caller.getContext());
  }

  /**
   * Ends the span; does not throw.
   *
   * @param result null after an error
   */
  protected abstract void endSpan(@Nullable Object result, @Nullable Throwable error);

  @Override
  public final CoroutineContext getContext() {
    return context;
  }

  @Override
  public final void resumeWith(Object result) {
    if (result instanceof Result.Failure) {
      endSpan(null, ((Result.Failure) result).exception);
    } else {
      endSpan(result, null);
    }
    try (Scope scope = callers.makeCurrent()) {
      caller.resumeWith(result);
    }
  }

  @Override
  public final @Nullable CoroutineStackFrame getCallerFrame() {
    return caller instanceof CoroutineStackFrame ? (CoroutineStackFrame) caller : null;
  }

  @Override
  public final @Nullable StackTraceElement getStackTraceElement() {
    return null;
  }
}
