package io.opentelemetry.lambda.emulator;

import io.opentelemetry.lambda.emulator.internal.sandbox.JavaRuntime;
import io.opentelemetry.lambda.emulator.internal.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a function's runtime is started.
 *
 * @param runtimeName as Lambda names it, such as {@code java21} or {@code provided.al2023}
 */
record RuntimeCommand(String runtimeName, List<String> line) {

  private static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

  /**
   * Finds the command.
   *
   * @throws EmulatorException if there is no JDK, or no bootstrap
   */
  static RuntimeCommand of(FunctionConfiguration function, Sandbox sandbox) {
    Path javaHome = function.javaHome();
    if (javaHome == null) {
      String bootstrap = sandbox.bootstrap();
      if (bootstrap == null) {
        throw new EmulatorException(
            function.code()
                + " brings no runtime: it, or a layer, must have a program named bootstrap");
      }
      return new RuntimeCommand("provided.al2023", List.of(bootstrap));
    }
    JavaRuntime runtime =
        function.runtime() == null
            ? JavaRuntime.of(javaHome)
            : JavaRuntime.of(javaHome, function.runtime());
    List<String> line = new ArrayList<>();
    String wrapper = function.environment().get(EXEC_WRAPPER);
    if (wrapper != null && !wrapper.isEmpty()) {
      line.add(wrapper);
    }
    boolean initializedAhead =
        function.startType() == StartType.SNAP_START
            || function.startType() == StartType.PROVISIONED_CONCURRENCY;
    line.addAll(runtime.command(function.memoryMb(), function.handler(), initializedAhead));
    return new RuntimeCommand(runtime.name(), line);
  }
}
