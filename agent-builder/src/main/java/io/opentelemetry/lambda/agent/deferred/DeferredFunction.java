package io.opentelemetry.lambda.agent.deferred;

import java.util.function.Function;

/** A function that the agent makes when it is first called. */
public final class DeferredFunction implements Function<Object, Object> {

  private final Deferred function;

  /** Remembers the call of a static method that returns an object with a function. */
  public DeferredFunction(Class<?> type, String method, Object[] arguments) {
    this.function = new Deferred(type, null, method, arguments, Function.class);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object apply(Object argument) {
    return ((Function<Object, Object>) function.result()).apply(argument);
  }
}
