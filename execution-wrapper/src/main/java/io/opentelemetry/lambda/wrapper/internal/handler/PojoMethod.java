package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.jspecify.annotations.Nullable;

/** A plain method on objects, as a handler of objects. */
final class PojoMethod implements RequestHandler<@Nullable Object, @Nullable Object> {

  private final HandlerMethod method;
  private final @Nullable Object instance;

  PojoMethod(HandlerMethod method, @Nullable Object instance) {
    this.method = method;
    this.instance = instance;
  }

  @Override
  public @Nullable Object handleRequest(@Nullable Object event, Context context) {
    return method.invoke(instance, event, null, context);
  }
}
