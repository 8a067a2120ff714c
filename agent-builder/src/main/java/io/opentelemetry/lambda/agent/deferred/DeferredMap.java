package io.opentelemetry.lambda.agent.deferred;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map that the agent makes when it is first looked into. */
public final class DeferredMap extends AbstractMap<Object, Object> {

  private final Deferred map;

  /** Remembers the call of a method that returns an object with a map. */
  public DeferredMap(Object target, String method, Object[] arguments) {
    this.map = new Deferred(target.getClass(), target, method, arguments, Map.class);
  }

  @Override
  public @Nullable Object get(Object key) {
    return map().get(key);
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return map().entrySet();
  }

  @SuppressWarnings("unchecked")
  private Map<Object, Object> map() {
    return (Map<Object, Object>) map.result();
  }
}
