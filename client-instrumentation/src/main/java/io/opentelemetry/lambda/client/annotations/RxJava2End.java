package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.lambda.client.internal.Execution;
import io.reactivex.Completable;
import io.reactivex.Flowable;
import io.reactivex.Maybe;
import io.reactivex.Observable;
import io.reactivex.Single;
import io.reactivex.functions.Action;
import io.reactivex.functions.BiConsumer;
import io.reactivex.functions.Consumer;
import io.reactivex.parallel.ParallelFlowable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Ends the span of a method with the RxJava 2 source that it has returned, before the first
 * observer is told of its end, or when that one disposes of it.
 */
final class RxJava2End implements Action, Consumer<Throwable>, BiConsumer<Object, Throwable> {

  private final Execution<?, ?> execution;

  /** Makes a source of the same type, one of those that do not depend on each other. */
  static Object of(Object source, Execution<?, ?> execution) {
    RxJava2End end = new RxJava2End(execution);
    if (source instanceof Single) {
      return ((Single<?>) source).doOnEvent(end).doOnDispose(end);
    }
    if (source instanceof Maybe) {
      return ((Maybe<?>) source).doOnEvent(end).doOnDispose(end);
    }
    if (source instanceof Completable) {
      return ((Completable) source).doOnEvent(end).doOnDispose(end);
    }
    if (source instanceof Observable) {
      return ((Observable<?>) source).doOnError(end).doOnComplete(end).doOnDispose(end);
    }
    if (source instanceof ParallelFlowable) {
      return ((ParallelFlowable<?>) source).doOnError(end).doOnComplete(end).doOnCancel(end);
    }
    return of((Flowable<?>) source, execution);
  }

  static <T> Publisher<T> of(Publisher<T> publisher, Execution<?, ?> execution) {
    RxJava2End end = new RxJava2End(execution);
    return Flowable.fromPublisher(publisher).doOnError(end).doOnComplete(end).doOnCancel(end);
  }

  private RxJava2End(Execution<?, ?> execution) {
    this.execution = execution;
  }

  @Override
  public void run() {
    execution.endSpan(null);
  }

  @Override
  public void accept(@Nullable Throwable error) {
    execution.endSpan(error);
  }

  @Override
  public void accept(@Nullable Object value, @Nullable Throwable error) {
    execution.endSpan(error);
  }
}
