package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.internal.Execution;
import java.util.function.Consumer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * Ends the span of a method with the publisher that it has returned, before the first subscriber is
 * told of its end, or when that one cancels. What the publisher does has the span's context.
 */
final class SpanPublisher implements Consumer<Throwable>, Runnable {

  private final Execution<?, ?> execution;

  static <T> Mono<T> of(Mono<T> mono, Execution<?, ?> execution) {
    SpanPublisher end = new SpanPublisher(execution);
    return new OfMono<>(mono, execution.context())
        .doOnError(end)
        .doOnTerminate(end)
        .doOnCancel(end);
  }

  static <T> Flux<T> of(Flux<T> flux, Execution<?, ?> execution) {
    SpanPublisher end = new SpanPublisher(execution);
    return new OfFlux<>(flux, execution.context())
        .doOnError(end)
        .doOnTerminate(end)
        .doOnCancel(end);
  }

  private SpanPublisher(Execution<?, ?> execution) {
    this.execution = execution;
  }

  @Override
  public void accept(Throwable error) {
    execution.endSpan(error);
  }

  /** Also after an error, whose end it is not. */
  @Override
  public void run() {
    execution.endSpan(null);
  }

  private static final class OfMono<T> extends MonoOperator<T, T> {

    private final Context context;

    private OfMono(Mono<T> source, Context context) {
      super(source);
      this.context = context;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> subscriber) {
      try (Scope scope = context.makeCurrent()) {
        source.subscribe(new SpanSubscriber<>(subscriber, context));
      }
    }
  }

  private static final class OfFlux<T> extends FluxOperator<T, T> {

    private final Context context;

    private OfFlux(Flux<T> source, Context context) {
      super(source);
      this.context = context;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> subscriber) {
      try (Scope scope = context.makeCurrent()) {
        source.subscribe(new SpanSubscriber<>(subscriber, context));
      }
    }
  }
}
