package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.runtime.FunctionRuntime;
import io.opentelemetry.lambda.emulator.internal.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a function's runtime is started.
 *
 * @param runtimeName as Lambda names it, such as {@code java21} or {@code provided.al2023}
 * @param variables those that Lambda sets for this runtime, unless the function sets its own
 */
record RuntimeCommand(String runtimeName, List<String> line, Map<String, String> variables) {

  private static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

  /**
   * Finds the command.
   *
   * @param runtime null for a function that brings its own
   * @throws EmulatorException if it brings none
   */
  static RuntimeCommand of(
      FunctionConfiguration function, @Nullable FunctionRuntime runtime, Sandbox sandbox) {
    if (runtime == null) {
      String bootstrap = sandbox.bootstrap();
      if (bootstrap == null) {
        throw new EmulatorException(
            function.code()
                + " brings no runtime: it, or a layer, must have a program named bootstrap");
      }
      return new RuntimeCommand("provided.al2023", List.of(bootstrap), Map.of());
    }
    runtime.writeFiles(sandbox.var());
    List<String> line = new ArrayList<>();
    String wrapper = function.environment().get(EXEC_WRAPPER);
    if (wrapper != null && !wrapper.isEmpty()) {
      line.add(wrapper);
    }
    line.addAll(runtime.command(function.startSettings()));
    return new RuntimeCommand(runtime.name(), line, runtime.variables());
  }
}
