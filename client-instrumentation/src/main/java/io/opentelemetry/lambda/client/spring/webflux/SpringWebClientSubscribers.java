package io.opentelemetry.lambda.client.spring.webflux;

import io.opentelemetry.lambda.client.internal.GuardedStep;
import org.reactivestreams.Subscription;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Wraps those that hear of a response: the filter's subscriber, and whoever it is to pass it on to.
 */
final class SpringWebClientSubscribers {

  /** Tells the second one what the first one fails before. */
  static CoreSubscriber<ClientResponse> guard(
      CoreSubscriber<? super ClientResponse> traced, Users users) {
    return new Guarded(traced, users);
  }

  /** The calling code's, below the traced one, which says what it was told. */
  static final class Users implements CoreSubscriber<ClientResponse> {

    private final CoreSubscriber<? super ClientResponse> subscriber;
    private GuardedStep step = new GuardedStep();

    Users(CoreSubscriber<? super ClientResponse> subscriber) {
      this.subscriber = subscriber;
    }

    /** One signal follows the other. */
    private GuardedStep next() {
      step = new GuardedStep();
      return step;
    }

    @Override
    public Context currentContext() {
      return subscriber.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscriber.onSubscribe(subscription);
    }

    @Override
    public void onNext(ClientResponse response) {
      GuardedStep current = step;
      current.take();
      try {
        subscriber.onNext(response);
      } catch (Throwable e) {
        current.fail(e);
        throw e;
      }
    }

    @Override
    public void onError(Throwable error) {
      GuardedStep current = step;
      current.take();
      try {
        subscriber.onError(error);
      } catch (Throwable e) {
        current.fail(e);
        throw e;
      }
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }

  private static final class Guarded implements CoreSubscriber<ClientResponse> {

    private final CoreSubscriber<? super ClientResponse> traced;
    private final Users users;

    private Guarded(CoreSubscriber<? super ClientResponse> traced, Users users) {
      this.traced = traced;
      this.users = users;
    }

    @Override
    public Context currentContext() {
      return traced.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      traced.onSubscribe(subscription);
    }

    @Override
    public void onNext(ClientResponse response) {
      GuardedStep step = users.next();
      try {
        traced.onNext(response);
      } catch (Throwable e) {
        if (step.isMissing("spring-webflux", e)) {
          users.onNext(response);
        }
      }
    }

    @Override
    public void onError(Throwable error) {
      GuardedStep step = users.next();
      try {
        traced.onError(error);
      } catch (Throwable e) {
        if (step.isMissing("spring-webflux", e)) {
          users.onError(error);
        }
      }
    }

    @Override
    public void onComplete() {
      traced.onComplete();
    }
  }

  private SpringWebClientSubscribers() {}
}
