package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Asks a publisher in one context, in which it may do all at once; tells the subscriber as it is.
 */
final class SpanSubscriber<T> implements CoreSubscriber<T>, Subscription {

  private final CoreSubscriber<? super T> subscriber;
  private final Context context;
  private @Nullable Subscription subscription;

  SpanSubscriber(CoreSubscriber<? super T> subscriber, Context context) {
    this.subscriber = subscriber;
    this.context = context;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    subscriber.onSubscribe(this);
  }

  @Override
  public void request(long count) {
    if (subscription != null) {
      try (Scope scope = context.makeCurrent()) {
        subscription.request(count);
      }
    }
  }

  @Override
  public void cancel() {
    if (subscription != null) {
      try (Scope scope = context.makeCurrent()) {
        subscription.cancel();
      }
    }
  }

  @Override
  public void onNext(T value) {
    subscriber.onNext(value);
  }

  @Override
  public void onError(Throwable error) {
    subscriber.onError(error);
  }

  @Override
  public void onComplete() {
    subscriber.onComplete();
  }

  @Override
  public reactor.util.context.Context currentContext() {
    return subscriber.currentContext();
  }
}
