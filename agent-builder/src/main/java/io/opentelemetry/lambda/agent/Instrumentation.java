package io.opentelemetry.lambda.agent;

import java.util.List;

/**
 * One of the agent's instrumentation modules.
 *
 * @param className the module's class
 * @param names by which upstream's documentation and variables know it, the main one first
 * @param libraryClasses of its library that it needs, in order; none if all that it needs is the
 *     JDK's
 */
public record Instrumentation(String className, List<String> names, List<String> libraryClasses) {

  public String name() {
    return names.get(0);
  }
}
