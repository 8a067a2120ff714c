package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.incubator.semconv.code.CodeAttributesExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes a span of each call of a method that the user has annotated with {@code @WithSpan}. The
 * span of one that returns a future, a publisher or a source of RxJava's ends with that.
 */
public final class SpanMethods {

  private static final String LIBRARY = "opentelemetry-instrumentation-annotations";
  private static final String SCOPE = "io.opentelemetry." + LIBRARY + "-1.16";

  private static final @Nullable Instrumenter<SpanMethod, Void> INSTRUMENTER = create(SCOPE);

  @Guarded(LIBRARY)
  static @Nullable Instrumenter<SpanMethod, Void> create(String scope) {
    return Instrumenter.<SpanMethod, Void>builder(
            GlobalOpenTelemetry.get(), scope, SpanMethod::spanName)
        .addAttributesExtractor(CodeAttributesExtractor.create(new SpanMethodCode()))
        .addAttributesExtractor(new SpanMethodAttributes())
        .buildInstrumenter(SpanMethod::kind);
  }

  /**
   * Before the method.
   *
   * @param name of the span; empty for the default one
   * @param kind of the span
   * @param attributes names, each before its value
   */
  @Guarded(LIBRARY)
  public static @Nullable Object start(
      Class<?> type,
      String method,
      String name,
      String kind,
      boolean inheritsContext,
      Object[] attributes) {
    Context parent = inheritsContext ? Context.current() : Context.root();
    SpanMethod call = new SpanMethod(type, method, name, SpanKind.valueOf(kind), attributes);
    return INSTRUMENTER == null ? null : Execution.start(LIBRARY, INSTRUMENTER, call, parent);
  }

  /** After the method. */
  public static void end(@Nullable Object started, @Nullable Throwable error) {
    if (started != null) {
      ((Execution<?, ?>) started).end(error);
    }
  }

  /** After a method that returns a future; returns one that is done when the span has ended. */
  @Guarded(LIBRARY)
  public static <T> @Nullable CompletableFuture<T> endOfFuture(
      @Otherwise @Nullable CompletableFuture<T> result, @Nullable Object started) {
    Execution<?, ?> execution = leave(result, started);
    return result == null || execution == null ? result : SpanFuture.of(result, execution);
  }

  /** After a method that returns a stage; returns one that is done when the span has ended. */
  public static <T> @Nullable CompletionStage<T> endOfStage(
      @Nullable CompletionStage<T> result, @Nullable Object started) {
    if (result instanceof CompletableFuture && result.toCompletableFuture() == result) {
      return endOfFuture((CompletableFuture<T>) result, started);
    }
    Execution<?, ?> execution = leave(result, started);
    return result == null || execution == null
        ? result
        : result.whenComplete(new SpanFuture<>(execution, null));
  }

  /** After a method that returns a Mono; returns one that ends the span, too. */
  @Guarded(LIBRARY)
  public static <T> @Nullable Mono<T> endOfMono(
      @Otherwise @Nullable Mono<T> result, @Nullable Object started) {
    Execution<?, ?> execution = leave(result, started);
    return result == null || execution == null ? result : SpanPublisher.of(result, execution);
  }

  /** After a method that returns a Flux; returns one that ends the span, too. */
  @Guarded(LIBRARY)
  public static <T> @Nullable Flux<T> endOfFlux(
      @Otherwise @Nullable Flux<T> result, @Nullable Object started) {
    Execution<?, ?> execution = leave(result, started);
    return result == null || execution == null ? result : SpanPublisher.of(result, execution);
  }

  /**
   * After a method that returns any publisher; returns one of Reactor's or RxJava's that ends the
   * span, too. Without both, the span ends with the method.
   */
  @Guarded(LIBRARY)
  public static <T> @Nullable Publisher<T> endOfPublisher(
      @Otherwise @Nullable Publisher<T> result, @Nullable Object started) {
    Execution<?, ?> execution = leave(result, started);
    return result == null || execution == null ? result : AnyPublisher.of(result, execution);
  }

  /** After a method that returns a source of RxJava 3; returns one that ends the span, too. */
  @Guarded(LIBRARY)
  public static @Nullable Object endOfRxJava3(
      @Otherwise @Nullable Object result, @Nullable Object started) {
    Execution<?, ?> execution = leave(result, started);
    return result == null || execution == null ? result : RxJava3End.of(result, execution);
  }

  /** The same of RxJava 2. */
  @Guarded(LIBRARY)
  public static @Nullable Object endOfRxJava2(
      @Otherwise @Nullable Object result, @Nullable Object started) {
    Execution<?, ?> execution = leave(result, started);
    return result == null || execution == null ? result : RxJava2End.of(result, execution);
  }

  /** At the end of a method whose span goes on, unless there is nothing that ends it. */
  private static @Nullable Execution<?, ?> leave(
      @Nullable Object result, @Nullable Object started) {
    if (result == null || started == null) {
      end(started, null);
      return null;
    }
    Execution<?, ?> execution = (Execution<?, ?>) started;
    execution.leave();
    return execution;
  }

  private SpanMethods() {}
}
