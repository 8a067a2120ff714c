package io.opentelemetry.lambda.agent;

import java.util.List;

/**
 * One of the agent's instrumentation modules.
 *
 * @param className the module's class
 * @param names by which upstream's documentation and variables know it, the main one first
 */
record Instrumentation(String className, List<String> names) {

  String name() {
    return names.get(0);
  }
}
