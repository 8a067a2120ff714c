package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.Instrumentation;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Tells the library that one of the agent's classes belongs to, by its package. */
final class Libraries {

  private final Map<String, String> packages = new TreeMap<>();

  Libraries(Collection<Instrumentation> instrumentations) {
    for (Instrumentation each : instrumentations) {
      String module = each.className().replace('.', '/');
      packages.put(module.substring(0, module.lastIndexOf('/') + 1), each.name());
    }
  }

  /**
   * Finds the name of its instrumentation, which is its switch's; empty if it belongs to none.
   *
   * @param className with slashes
   */
  String of(String className) {
    for (Map.Entry<String, String> each : packages.entrySet()) {
      if (className.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return "";
  }
}
