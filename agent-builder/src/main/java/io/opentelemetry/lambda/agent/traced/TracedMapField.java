package io.opentelemetry.lambda.agent.traced;

import io.opentelemetry.javaagent.shaded.instrumentation.api.internal.cache.Cache;
import io.opentelemetry.javaagent.shaded.instrumentation.api.util.VirtualField;
import org.jspecify.annotations.Nullable;

/** A field of objects none of whose classes is the function's own, and so got it. */
final class TracedMapField<T, F> extends VirtualField<T, F> {

  private final Cache<T, F> values = Cache.weak();

  @Override
  public @Nullable F get(T object) {
    return values.get(object);
  }

  @Override
  public void set(T object, @Nullable F value) {
    if (value == null) {
      values.remove(object);
    } else {
      values.put(object, value);
    }
  }
}
