package io.opentelemetry.lambda.client.internal;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Executes something in a span of its own, which is the current one. */
public final class Execution<Q, R> {

  private final String library;
  private final Instrumenter<Q, R> instrumenter;
  private final Q request;
  private final Context context;
  private final Scope scope;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Starts a span; null if there is to be none. */
  public static <Q, R> @Nullable Execution<Q, R> start(
      String library, Instrumenter<Q, R> instrumenter, Q request, Context parent) {
    return instrumenter.shouldStart(parent, request)
        ? startAnyway(library, instrumenter, request, parent)
        : null;
  }

  /** The same also within a span of the same kind. */
  public static <Q, R> Execution<Q, R> startAnyway(
      String library, Instrumenter<Q, R> instrumenter, Q request, Context parent) {
    return new Execution<>(library, instrumenter, request, instrumenter.start(parent, request));
  }

  @SuppressWarnings("MustBeClosedChecker") // the scope ends with the execution
  private Execution(String library, Instrumenter<Q, R> instrumenter, Q request, Context context) {
    this.library = library;
    this.instrumenter = instrumenter;
    this.request = request;
    this.context = context;
    scope = context.makeCurrent();
  }

  public Context context() {
    return context;
  }

  public void end(@Nullable Throwable error) {
    leave();
    endSpan(error);
  }

  /** At the end of a method whose span goes on. */
  public void leave() {
    try {
      scope.close();
    } catch (Throwable e) {
      Hooks.leave(library, e);
    }
  }

  /** After it has been left. */
  public void endSpan(@Nullable Throwable error) {
    endSpan(null, error);
  }

  /**
   * The same for what has been answered. Only the first end counts: a client may tell a listener of
   * the failure that the listener itself has thrown.
   */
  public void endSpan(@Nullable R response, @Nullable Throwable error) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      instrumenter.end(context, request, response, error);
    } catch (Throwable e) {
      Hooks.leave(library, e);
    }
  }
}
