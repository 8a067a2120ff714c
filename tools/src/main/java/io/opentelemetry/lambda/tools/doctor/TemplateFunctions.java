package io.opentelemetry.lambda.tools.doctor;

import io.opentelemetry.lambda.cloudformation.Declarations;
import io.opentelemetry.lambda.cloudformation.DeclaredFunction;
import io.opentelemetry.lambda.cloudformation.Template;
import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import io.opentelemetry.lambda.tools.ToolException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The functions of a CloudFormation or AWS SAM template. */
final class TemplateFunctions {

  /** The functions that were read, and notes about what was not. */
  record Read(List<FunctionSettings> functions, List<String> notes, boolean isWhole) {}

  static Read read(Path template, Map<String, String> parameters, Map<String, LayerKind> kinds) {
    Declarations declarations;
    try {
      declarations = Template.declarations(template, parameters);
    } catch (TemplateException e) {
      throw ToolException.environment(String.valueOf(e.getMessage()));
    }
    if (declarations.functions().isEmpty() && declarations.unread().isEmpty()) {
      throw ToolException.environment(template + " has no function");
    }
    List<String> notes = new ArrayList<>();
    declarations
        .unread()
        .forEach((function, reason) -> notes.add(function + " is not looked at: " + reason));
    declarations
        .lackingParameters()
        .forEach(
            name ->
                notes.add(
                    "what depends on the parameter "
                        + name
                        + " is not looked at: --parameter "
                        + name
                        + "=VALUE"));
    return new Read(
        declarations.functions().stream().map(function -> settings(function, kinds)).toList(),
        notes,
        declarations.unread().isEmpty());
  }

  private static FunctionSettings settings(
      DeclaredFunction function, Map<String, LayerKind> kinds) {
    return new FunctionSettings(
        function.logicalId(),
        function.runtime(),
        function.handler(),
        function.architectures().get(0),
        function.layers().stream()
            .map(
                arn ->
                    arn.isEmpty()
                        ? AttachedLayer.unknown()
                        : AttachedLayer.of(arn, LayerKind.of(arn, kinds)))
            .toList(),
        function.environment(),
        function.memoryMb(),
        Math.toIntExact(function.timeout().toSeconds()),
        0);
  }

  private TemplateFunctions() {}
}
