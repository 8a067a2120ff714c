package io.opentelemetry.lambda.cloudformation.evaluation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Results by name, each found once, where finding one may need others. */
final class Lookups<T> {

  private static final int MAX_DEPTH = 16;

  private final Map<String, T> results = new HashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  /**
   * @throws TemplateException if the result needs itself
   */
  T get(String name, Location location, Supplier<T> lookup) {
    T known = results.get(name);
    if (known != null) {
      return known;
    }
    if (open.contains(name)) {
      throw location.error(String.join(" -> ", open) + " -> " + name + " leads back to itself");
    }
    if (open.size() == MAX_DEPTH) {
      throw location.error("this leads on from name to name, more than " + MAX_DEPTH + " times");
    }
    open.add(name);
    try {
      T result = lookup.get();
      results.put(name, result);
      return result;
    } finally {
      open.remove(name);
    }
  }
}
