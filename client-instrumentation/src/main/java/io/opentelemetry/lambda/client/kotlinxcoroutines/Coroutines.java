package io.opentelemetry.lambda.client.kotlinxcoroutines;

import io.opentelemetry.context.Context;
import io.opentelemetry.extension.kotlin.ContextExtensionsKt;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.CoroutineScope;

/**
 * Lets a Kotlin coroutine run in the context of who starts it, on whichever thread it goes on: its
 * own context gets an element that makes OpenTelemetry's the current one.
 */
public final class Coroutines {

  private static final String LIBRARY = "kotlinx-coroutines";

  /** With it, the function's own code may ask for the element, so that it has to be that one. */
  private static final String EXTENSION =
      "io/opentelemetry/extension/kotlin/ContextExtensionsKt.class";

  private static final boolean HAS_EXTENSION =
      Coroutines.class.getClassLoader().getResource(EXTENSION) != null;

  /** On exit of the static method with which each coroutine begins. */
  @Guarded(LIBRARY)
  public static CoroutineContext newCoroutineContext(
      CoroutineScope scope, CoroutineContext context, @Otherwise CoroutineContext result) {
    Context current = Context.current();
    if (current == Context.root()) {
      return result;
    }
    boolean hasOne =
        HAS_EXTENSION
            ? ContextExtensionsKt.getOpenTelemetryContext(result) != Context.root()
            : result.get(CurrentContext.KEY) != null;
    return hasOne ? result : with(current, result);
  }

  /** Makes a coroutine's context of another one, in which OpenTelemetry's is the given one. */
  public static CoroutineContext with(Context context, CoroutineContext coroutine) {
    return coroutine.plus(
        HAS_EXTENSION
            ? ContextExtensionsKt.asContextElement(context)
            : new CurrentContext(context));
  }

  private Coroutines() {}
}
