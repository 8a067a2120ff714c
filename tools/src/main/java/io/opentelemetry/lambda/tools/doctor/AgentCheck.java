package io.opentelemetry.lambda.tools.doctor;

import java.util.List;
import java.util.function.Consumer;

/** Checks whether something else instruments the function, too. */
final class AgentCheck implements Check {

  private static final List<String> OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  @Override
  public void check(FunctionSettings function, Consumer<Finding> findings) {
    for (String variable : OPTIONS) {
      if (function.hasJavaLayer() && function.variable(variable).contains("-javaagent:")) {
        findings.accept(
            new Finding(
                variable + " starts a Java agent of another origin beside the layer",
                "remove it, or the layer: both change the same classes"));
      }
    }
  }
}
