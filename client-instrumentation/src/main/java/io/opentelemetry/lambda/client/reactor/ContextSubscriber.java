package io.opentelemetry.lambda.client.reactor;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;

/** Tells a subscriber everything in one context. */
final class ContextSubscriber implements CoreSubscriber<Object>, Scannable {

  private final CoreSubscriber<? super Object> subscriber;
  private final Context context;
  private @Nullable Subscription subscription;

  ContextSubscriber(CoreSubscriber<? super Object> subscriber, Context context) {
    this.subscriber = subscriber;
    this.context = context;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    try (Scope scope = context.makeCurrent()) {
      subscriber.onSubscribe(given);
    }
  }

  @Override
  public void onNext(Object value) {
    try (Scope scope = context.makeCurrent()) {
      subscriber.onNext(value);
    }
  }

  @Override
  public void onError(Throwable error) {
    try (Scope scope = context.makeCurrent()) {
      subscriber.onError(error);
    }
  }

  @Override
  public void onComplete() {
    try (Scope scope = context.makeCurrent()) {
      subscriber.onComplete();
    }
  }

  @Override
  public reactor.util.context.Context currentContext() {
    return subscriber.currentContext();
  }

  /** So that who looks at a chain finds what stands before and behind. */
  @Override
  @SuppressWarnings("rawtypes") // as it is declared
  public @Nullable Object scanUnsafe(Attr key) {
    if (key == Attr.PARENT) {
      return subscription;
    }
    return key == Attr.ACTUAL ? subscriber : null;
  }
}
