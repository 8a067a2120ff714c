package io.opentelemetry.lambda.client.spring.webflux;

import io.opentelemetry.lambda.client.internal.GuardedStep;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A filter that fails by itself leaves the call as it is, which is made exactly once. */
final class SpringWebClientFilter implements ExchangeFilterFunction {

  private final ExchangeFilterFunction delegate;

  /** As the interface, so that who has the filter can be linked where there is none. */
  static ExchangeFilterFunction of(ExchangeFilterFunction delegate) {
    return new SpringWebClientFilter(delegate);
  }

  private SpringWebClientFilter(ExchangeFilterFunction delegate) {
    this.delegate = delegate;
  }

  @Override
  public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
    return new Traced(request, next);
  }

  /** Each subscription is a call. */
  private final class Traced extends Mono<ClientResponse> {

    private final ClientRequest request;
    private final ExchangeFunction next;

    private Traced(ClientRequest request, ExchangeFunction next) {
      this.request = request;
      this.next = next;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ClientResponse> subscriber) {
      SpringWebClientSubscribers.Users users = new SpringWebClientSubscribers.Users(subscriber);
      GuardedStep step = new GuardedStep();
      try {
        delegate
            .filter(request, traced -> new Untraced(exchange(traced, step), step, users))
            .subscribe(users);
      } catch (Throwable e) {
        if (step.isMissing("spring-webflux", e)) {
          next.exchange(request).subscribe(subscriber);
        }
      }
    }

    private Mono<ClientResponse> exchange(ClientRequest traced, GuardedStep step) {
      try {
        return next.exchange(traced);
      } catch (Throwable e) {
        step.fail(e);
        throw e;
      }
    }
  }

  private static final class Untraced extends Mono<ClientResponse> {

    private final Mono<ClientResponse> exchange;
    private final GuardedStep step;
    private final SpringWebClientSubscribers.Users users;

    private Untraced(
        Mono<ClientResponse> exchange, GuardedStep step, SpringWebClientSubscribers.Users users) {
      this.exchange = exchange;
      this.step = step;
      this.users = users;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ClientResponse> subscriber) {
      step.take();
      try {
        exchange.subscribe(SpringWebClientSubscribers.guard(subscriber, users));
      } catch (Throwable e) {
        step.fail(e);
        throw e;
      }
    }
  }
}
