package io.opentelemetry.lambda.client.kotlinxcoroutines;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Probe;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.GlobalScope;

final class CoroutinesProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    CoroutineContext context = EmptyCoroutineContext.INSTANCE;
    if (hooked) {
      try (Scope scope = Context.root().with(Span.getInvalid()).makeCurrent()) {
        context = Coroutines.newCoroutineContext(GlobalScope.INSTANCE, context, context);
      }
    }
    return BuildersKt.runBlocking(context, (scope, caller) -> "found");
  }
}
