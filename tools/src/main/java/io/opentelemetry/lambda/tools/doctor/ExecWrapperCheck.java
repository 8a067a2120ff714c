package io.opentelemetry.lambda.tools.doctor;

import java.util.function.Consumer;

/** Checks whether the layer gets in between the runtime and the handler. */
final class ExecWrapperCheck implements Check {

  private static final String VARIABLE = "AWS_LAMBDA_EXEC_WRAPPER";
  private static final String SCRIPT = "/opt/otel-handler";
  private static final String HANDLER = "io.opentelemetry.lambda.wrapper.ExecutionWrapper";
  private static final String HANDLER_VARIABLE = "OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER";

  @Override
  public void check(FunctionSettings function, Consumer<Finding> findings) {
    String script = function.variable(VARIABLE);
    if (!function.isImage() && !function.isInstrumented()) {
      if (script.equals(SCRIPT) && !function.hasUnknownLayer()) {
        findings.accept(
            new Finding(
                VARIABLE + " is " + SCRIPT + ", which no layer brings: the function cannot start",
                "attach the layer of its language, or remove the variable"));
      }
      return;
    }
    boolean wrapsByHandler = isOurs(function.handler());
    if (script.isEmpty() && !wrapsByHandler && !function.isImage()) {
      findings.accept(
          new Finding(VARIABLE + " is not set, so the layer is not used", "set it to " + SCRIPT));
    } else if (!script.isEmpty() && !isScript(function, script)) {
      findings.accept(
          new Finding(
              VARIABLE + " is " + script + ", which the layer does not bring",
              "set it to " + SCRIPT + ", which is for all kinds of handlers"));
    }
    if (wrapsByHandler) {
      checkHandlerOfTheUsers(function, script, findings);
    } else if (function.hasJavaLayer() && !function.isImage() && !isJavaName(function.handler())) {
      findings.accept(
          new Finding(
              "the handler " + function.handler() + " is no class, and no class::method",
              "name it such as example.Handler or example.Handler::method"));
    }
  }

  private static void checkHandlerOfTheUsers(
      FunctionSettings function, String script, Consumer<Finding> findings) {
    String handler = function.variable(HANDLER_VARIABLE);
    if (!script.isEmpty()) {
      findings.accept(
          new Finding(
              "the handler is the layer's own, and " + VARIABLE + " is set, too",
              "give the function its own handler back"));
    } else if (handler.isEmpty() || isOurs(handler)) {
      findings.accept(
          new Finding(
              "the handler is the layer's own, and nothing names the function's",
              "set " + HANDLER_VARIABLE + " to it"));
    } else if (function.has(LayerKind.JAVAAGENT)) {
      findings.accept(
          new Finding(
              "the Java agent is started by " + SCRIPT + " only",
              "set " + VARIABLE + " to it, and give the function its own handler back"));
    }
  }

  private static boolean isScript(FunctionSettings function, String script) {
    return script.equals(SCRIPT)
        || (script.equals("/opt/otel-instrument") && function.has(LayerKind.PYTHON));
  }

  private static boolean isOurs(String handler) {
    return handler.equals(HANDLER) || handler.startsWith(HANDLER + "::");
  }

  private static boolean isJavaName(String handler) {
    int separator = handler.indexOf("::");
    String name = separator < 0 ? handler : handler.substring(0, separator);
    String method = separator < 0 ? "m" : handler.substring(separator + 2);
    for (String part : (name + "." + method).split("\\.", -1)) {
      if (part.isEmpty()
          || !Character.isJavaIdentifierStart(part.charAt(0))
          || !part.chars().allMatch(Character::isJavaIdentifierPart)) {
        return false;
      }
    }
    return true;
  }
}
