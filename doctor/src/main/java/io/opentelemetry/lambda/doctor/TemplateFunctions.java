package io.opentelemetry.lambda.doctor;

import io.opentelemetry.lambda.cloudformation.DeclaredFunction;
import io.opentelemetry.lambda.cloudformation.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The functions of a CloudFormation or AWS SAM template. */
final class TemplateFunctions {

  static List<FunctionSettings> read(
      Path template, Map<String, String> parameters, Map<String, LayerKind> kinds) {
    List<FunctionSettings> functions =
        Template.declarations(template, parameters).stream()
            .map(function -> settings(function, kinds))
            .toList();
    if (functions.isEmpty()) {
      throw new DoctorException(template + " has no function");
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
