package io.opentelemetry.lambda.client.reactor;

import io.opentelemetry.context.Context;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;

/** Gives each subscriber the context in which it subscribes. */
final class ContextLifter
    implements Predicate<Scannable>,
        BiFunction<Scannable, CoreSubscriber<? super Object>, CoreSubscriber<? super Object>> {

  /** Leaves out those with a value at once, such as {@code Mono.just}: no other thread tells it. */
  @Override
  public boolean test(Scannable publisher) {
    return !(publisher instanceof Fuseable.ScalarCallable);
  }

  @Override
  public CoreSubscriber<? super Object> apply(
      Scannable publisher, CoreSubscriber<? super Object> subscriber) {
    Context context = Context.current();
    return context == Context.root() && !isRetry(subscriber)
        ? subscriber
        : new ContextSubscriber(subscriber, context);
  }

  /** It subscribes again where it is told of an error, which may be in another call's context. */
  private static boolean isRetry(CoreSubscriber<?> subscriber) {
    return subscriber.getClass().getName().startsWith("reactor.core.publisher.FluxRetry");
  }
}
