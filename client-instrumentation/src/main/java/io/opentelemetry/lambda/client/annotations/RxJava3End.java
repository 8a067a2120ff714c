package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.lambda.client.internal.Execution;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Action;
import io.reactivex.rxjava3.functions.BiConsumer;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Ends the span of a method with the RxJava 3 source that it has returned, before the first
 * observer is told of its end, or when that one disposes of it.
 */
final class RxJava3End implements Action, Consumer<Throwable>, BiConsumer<Object, Throwable> {

  private final Execution<?, ?> execution;

  /** Makes a source of the same type, one of those that do not depend on each other. */
  static Object of(Object source, Execution<?, ?> execution) {
    RxJava3End end = new RxJava3End(execution);
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
    RxJava3End end = new RxJava3End(execution);
    return Flowable.fromPublisher(publisher).doOnError(end).doOnComplete(end).doOnCancel(end);
  }

  private RxJava3End(Execution<?, ?> execution) {
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
