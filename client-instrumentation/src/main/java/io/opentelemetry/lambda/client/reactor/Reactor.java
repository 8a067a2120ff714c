package io.opentelemetry.lambda.client.reactor;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.ParallelFlux;

/**
 * Lets each operator of Reactor's tell the next one in the context in which that has subscribed,
 * and each task of its schedulers run in the context of who has handed it over. Where operators are
 * assembled, so that {@code Hooks.onEachOperator} is the function's alone.
 */
public final class Reactor {

  private static final String LIBRARY = "reactor";

  private static final @Nullable Function<? super Publisher<Object>, ? extends Publisher<Object>>
      LIFT = create();

  @Guarded(LIBRARY)
  private static @Nullable Function<? super Publisher<Object>, ? extends Publisher<Object>>
      create() {
    Hooks.leaveToUser("reactor.v3_1.ContextPropagationOperator");
    ContextLifter lifter = new ContextLifter();
    return Operators.lift(lifter, lifter);
  }

  /** For {@code Mono.onAssembly}. */
  @Guarded(LIBRARY)
  public static Mono<?> onAssembly(@Otherwise Mono<?> source) {
    return (Mono<?>) lift(source);
  }

  /** For {@code Flux.onAssembly}. */
  @Guarded(LIBRARY)
  public static Flux<?> onAssembly(@Otherwise Flux<?> source) {
    return (Flux<?>) lift(source);
  }

  /** For {@code Flux.onAssembly} of a flux that is connected later. */
  @Guarded(LIBRARY)
  public static ConnectableFlux<?> onAssembly(@Otherwise ConnectableFlux<?> source) {
    return (ConnectableFlux<?>) lift(source);
  }

  /** For {@code ParallelFlux.onAssembly}. */
  @Guarded(LIBRARY)
  public static ParallelFlux<?> onAssembly(@Otherwise ParallelFlux<?> source) {
    return (ParallelFlux<?>) lift(source);
  }

  @SuppressWarnings("unchecked") // of objects, as far as a subscriber is told of them
  private static Publisher<?> lift(Publisher<?> source) {
    return LIFT == null ? source : LIFT.apply((Publisher<Object>) source);
  }

  /** For the task that {@code Schedulers.onSchedule} returns. */
  @Guarded(LIBRARY)
  public static Runnable onSchedule(Runnable given, @Otherwise Runnable result) {
    Context context = Context.current();
    return LIFT == null || context == Context.root() ? result : context.wrap(result);
  }

  private Reactor() {}
}
