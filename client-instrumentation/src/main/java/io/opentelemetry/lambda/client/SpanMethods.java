package io.opentelemetry.lambda.client;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.incubator.semconv.code.CodeAttributesExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each call of a method that the user has annotated with {@code @WithSpan}. The
 * span of one that returns a future ends with the future.
 */
public final class SpanMethods {

  private static final String LIBRARY = "opentelemetry-instrumentation-annotations";
  private static final String SCOPE = "io.opentelemetry." + LIBRARY + "-1.16";

  private static final @Nullable Instrumenter<SpanMethod, Void> INSTRUMENTER = create();

  private static @Nullable Instrumenter<SpanMethod, Void> create() {
    try {
      return Instrumenter.<SpanMethod, Void>builder(
              GlobalOpenTelemetry.get(), SCOPE, SpanMethod::spanName)
          .addAttributesExtractor(CodeAttributesExtractor.create(new SpanMethodCode()))
          .addAttributesExtractor(new SpanMethodAttributes())
          .buildInstrumenter(SpanMethod::kind);
    } catch (Throwable e) {
      Hooks.leave(LIBRARY, e);
      return null;
    }
  }

  /**
   * Before the method.
   *
   * @param name of the span; empty for the default one
   * @param kind of the span
   * @param attributes names, each before its value
   */
  public static @Nullable Object start(
      Class<?> type,
      String method,
      String name,
      String kind,
      boolean inheritsContext,
      Object[] attributes) {
    try {
      Context parent = inheritsContext ? Context.current() : Context.root();
      SpanMethod call = new SpanMethod(type, method, name, SpanKind.valueOf(kind), attributes);
      return INSTRUMENTER == null || !INSTRUMENTER.shouldStart(parent, call)
          ? null
          : new Execution<>(INSTRUMENTER, call, INSTRUMENTER.start(parent, call));
    } catch (Throwable e) {
      Hooks.leave(LIBRARY, e);
      return null;
    }
  }

  /** After the method. */
  public static void end(@Nullable Object started, @Nullable Throwable error) {
    if (started != null) {
      Execution<?> execution = (Execution<?>) started;
      execution.leave();
      execution.end(error);
    }
  }

  /** After a method that returns a future; returns one that is done when the span has ended. */
  public static <T> @Nullable CompletableFuture<T> endOfFuture(
      @Nullable CompletableFuture<T> result, @Nullable Object started) {
    if (result == null || started == null) {
      end(started, null);
      return result;
    }
    Execution<T> execution = execution(started);
    execution.leave();
    try {
      return end(result, execution);
    } catch (Throwable e) {
      Hooks.leave(LIBRARY, e);
      return result;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what is registered does not fail
  private static <T> CompletableFuture<T> end(CompletableFuture<T> result, Execution<T> execution) {
    if (result.isDone()) {
      result.whenComplete(execution);
      return result;
    }
    // not a dependent one, whose error would be another
    CompletableFuture<T> ended = new CompletableFuture<>();
    execution.future = ended;
    ended.whenComplete(new Cancellation<>(result));
    result.whenComplete(execution);
    return ended;
  }

  /** After a method that returns a stage; returns one that is done when the span has ended. */
  public static <T> @Nullable CompletionStage<T> endOfStage(
      @Nullable CompletionStage<T> result, @Nullable Object started) {
    if (result == null || started == null) {
      end(started, null);
      return result;
    }
    if (result instanceof CompletableFuture && result.toCompletableFuture() == result) {
      return endOfFuture((CompletableFuture<T>) result, started);
    }
    Execution<T> execution = execution(started);
    execution.leave();
    return result.whenComplete(execution);
  }

  @SuppressWarnings("unchecked") // it takes any result
  private static <T> Execution<T> execution(Object started) {
    return (Execution<T>) started;
  }

  private static final class Execution<T> implements BiConsumer<T, Throwable> {

    private final Instrumenter<SpanMethod, Void> instrumenter;
    private final SpanMethod call;
    private final Context context;
    private final Scope scope;

    /** The one to complete when the span has ended. */
    private @Nullable CompletableFuture<T> future;

    @SuppressWarnings("MustBeClosedChecker") // the scope ends with the method
    private Execution(
        Instrumenter<SpanMethod, Void> instrumenter, SpanMethod call, Context context) {
      this.instrumenter = instrumenter;
      this.call = call;
      this.context = context;
      scope = context.makeCurrent();
    }

    private void leave() {
      scope.close();
    }

    private void end(@Nullable Throwable error) {
      try {
        instrumenter.end(context, call, null, error);
      } catch (Throwable e) {
        Hooks.leave(LIBRARY, e);
      }
    }

    @Override
    public void accept(T result, @Nullable Throwable error) {
      end(error);
      CompletableFuture<T> ended = future;
      if (ended != null && error == null) {
        ended.complete(result);
      } else if (ended != null) {
        ended.completeExceptionally(error);
      }
    }
  }

  /** Of the future that the user has, for the one that the method has returned. */
  private static final class Cancellation<T> implements BiConsumer<T, Throwable> {

    private final CompletableFuture<T> future;

    private Cancellation(CompletableFuture<T> future) {
      this.future = future;
    }

    @Override
    public void accept(T result, @Nullable Throwable error) {
      if (error instanceof CancellationException) {
        future.cancel(true);
      }
    }
  }

  private SpanMethods() {}
}
