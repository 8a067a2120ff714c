package io.opentelemetry.lambda.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the layer's wrapper what the agent was built without, so that it can say so where a
 * function has the library. A line for each instrumentation: its name, and the classes of its
 * library that it needs.
 */
final class LeftOut {

  /** Read by the execution wrapper's LeftOutInstrumentations. */
  static final String FILE = "io/opentelemetry/lambda/left-out-instrumentations";

  static void describe(AgentJar agent, Instrumentations instrumentations, Selection selection) {
    Set<String> lines = new TreeSet<>();
    for (Instrumentation instrumentation : instrumentations.all()) {
      List<String> classes = instrumentation.libraryClasses();
      if (!selection.keeps(instrumentation) && !classes.isEmpty()) {
        lines.add(instrumentation.name() + " " + String.join(" ", classes));
      }
    }
    agent.contents().files().put(FILE, (String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  private LeftOut() {}
}
