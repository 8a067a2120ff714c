package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.Instrumentation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Tells the switches of the library that one of the agent's classes belongs to, by its package. */
final class Libraries {

  private final NavigableMap<String, Set<String>> packages = new TreeMap<>();

  Libraries(Collection<Instrumentation> instrumentations) {
    for (Instrumentation each : instrumentations) {
      String module = each.className().replace('.', '/');
      Set<String> names = new LinkedHashSet<>(each.names());
      packages.merge(module.substring(0, module.lastIndexOf('/') + 1), names, Libraries::inCommon);
    }
  }

  private static Set<String> inCommon(Set<String> some, Set<String> others) {
    some.retainAll(others);
    return some;
  }

  /**
   * Finds the names of its instrumentation, which are its switches', with commas; empty if it
   * belongs to none.
   *
   * @param className with slashes
   */
  String of(String className) {
    // the longest first
    for (Map.Entry<String, Set<String>> each : packages.descendingMap().entrySet()) {
      if (className.startsWith(each.getKey())) {
        return String.join(",", each.getValue());
      }
    }
    return "";
  }
}
