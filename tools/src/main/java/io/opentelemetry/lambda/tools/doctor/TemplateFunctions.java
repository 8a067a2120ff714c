package io.opentelemetry.lambda.tools.doctor;

import io.opentelemetry.lambda.cloudformation.DeclaredFunction;
import io.opentelemetry.lambda.cloudformation.Template;
import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import io.opentelemetry.lambda.tools.ToolException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The functions of a CloudFormation or AWS SAM template. */
final class TemplateFunctions {

  static List<FunctionSettings> read(
      Path template, Map<String, String> parameters, Map<String, LayerKind> kinds) {
    List<FunctionSettings> functions;
    try {
      functions =
          Template.declarations(template, parameters).stream()
              .map(function -> settings(function, kinds))
              .toList();
    } catch (TemplateException e) {
      throw ToolException.environment(String.valueOf(e.getMessage()));
    }
    if (functions.isEmpty()) {
      throw ToolException.environment(template + " has no function");
    }
    return functions;
  }

  private static FunctionSettings settings(
      DeclaredFunction function, Map<String, LayerKind> kinds) {
    return new FunctionSettings(
        function.logicalId(),
        function.runtime(),
        function.handler(),
        function.architectures().get(0),
        function.layers().stream()
            .map(arn -> AttachedLayer.of(arn, LayerKind.of(arn, kinds)))
            .toList(),
        function.environment(),
        function.memoryMb(),
        Math.toIntExact(function.timeout().toSeconds()),
        0);
  }

  private TemplateFunctions() {}
}
