package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.client.internal.Hooks;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends the span of a method with the publisher that it has returned, whatever class that is of, by
 * the first library that is there: Reactor, RxJava 3 or 2. Without any, it ends at once.
 */
final class AnyPublisher {

  private static final boolean REACTOR = Hooks.isThere("reactor.core.publisher.Flux");
  private static final boolean RXJAVA_3 = Hooks.isThere("io.reactivex.rxjava3.core.Flowable");
  private static final boolean RXJAVA_2 = Hooks.isThere("io.reactivex.Flowable");

  static <T> Publisher<T> of(Publisher<T> publisher, Execution<?, ?> execution) {
    if (REACTOR) {
      return publisher instanceof Mono
          ? SpanPublisher.of((Mono<T>) publisher, execution)
          : SpanPublisher.of(Flux.from(publisher), execution);
    }
    if (RXJAVA_3) {
      return RxJava3End.of(publisher, execution);
    }
    if (RXJAVA_2) {
      return RxJava2End.of(publisher, execution);
    }
    execution.endSpan(null);
    return publisher;
  }

  private AnyPublisher() {}
}
