package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.guard.Guarded;
import java.lang.reflect.Field;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.BaseContinuationImpl;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each call of a suspending method of Kotlin's that the user has annotated with
 * {@code @WithSpan}. It ends when the method has a result, on whichever thread.
 */
public final class SuspendingMethods {

  private static final String LIBRARY = "opentelemetry-instrumentation-annotations";

  private static final @Nullable Instrumenter<SpanMethod, Void> INSTRUMENTER =
      SpanMethods.create("io.opentelemetry.kotlinx-coroutines-1.0");

  /** By a continuation's class, the counter of where its method goes on; null if it has none. */
  private static final ClassValue<@Nullable Field> LABELS =
      new ClassValue<@Nullable Field>() {

        @Override
        protected @Nullable Field computeValue(Class<?> type) {
          for (Field field : type.getDeclaredFields()) {
            if (field.getName().equals("label") && field.getType() == int.class) {
              field.setAccessible(true);
              return field;
            }
          }
          return null;
        }
      };

  /**
   * Before the method.
   *
   * @param name of the span; empty for the default one
   * @param kind of the span
   * @param attributes names, each before its value
   * @param caller that goes on with the result
   */
  @Guarded(LIBRARY)
  public static @Nullable Object start(
      Class<?> type,
      String method,
      String name,
      String kind,
      boolean inheritsContext,
      Object[] attributes,
      Continuation<?> caller)
      throws IllegalAccessException {
    if (INSTRUMENTER == null || isGoingOn(caller)) {
      return null;
    }
    Context parent = Context.current();
    SpanMethod call = new SpanMethod(type, method, name, SpanKind.valueOf(kind), attributes);
    Execution<?, ?> execution = Execution.start(LIBRARY, INSTRUMENTER, call, parent);
    return execution == null ? null : SuspendingCall.of(caller, parent, execution);
  }

  /**
   * Tells whether the method was called before, and goes on after what it has waited for: then it
   * is called with a continuation of its own, whose label has its sign bit set until it is read.
   */
  private static boolean isGoingOn(Continuation<?> caller) throws IllegalAccessException {
    Field label = caller instanceof BaseContinuationImpl ? LABELS.get(caller.getClass()) : null;
    return label != null && label.getInt(caller) < 0;
  }

  /** The continuation that the method gets. */
  public static Continuation<?> argument(Continuation<?> caller, @Nullable Object started) {
    return started == null ? caller : (SuspendingCall) started;
  }

  /** After the method, which has a result, or waits for something. */
  public static @Nullable Object endOfCall(@Nullable Object result, @Nullable Object started) {
    if (started != null && result == IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
      ((SuspendingCall) started).leave();
    } else {
      end(started, null);
    }
    return result;
  }

  /** After the method that has failed. */
  public static void end(@Nullable Object started, @Nullable Throwable error) {
    if (started != null) {
      ((SuspendingCall) started).end(error);
    }
  }

  private SuspendingMethods() {}
}
