package io.opentelemetry.lambda.client.kotlinxcoroutines;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;

/** A context that is the current one wherever the coroutine runs. */
final class CurrentContext extends AbstractCoroutineContextElement
    implements ThreadContextElement<Scope> {

  static final CoroutineContext.Key<CurrentContext> KEY =
      new CoroutineContext.Key<CurrentContext>() {};

  private final Context context;

  CurrentContext(Context context) {
    super(KEY);
    this.context = context;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // restoreThreadContext closes it
  public Scope updateThreadContext(CoroutineContext coroutine) {
    return context.makeCurrent();
  }

  @Override
  public void restoreThreadContext(CoroutineContext coroutine, Scope scope) {
    scope.close();
  }
}
