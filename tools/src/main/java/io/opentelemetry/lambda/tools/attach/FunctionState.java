package io.opentelemetry.lambda.tools.attach;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.PackageType;

/**
 * Describes a deployed function as far as attaching needs it.
 *
 * @param arn without a version
 * @param runtime such as {@code java21}; empty for a container image
 * @param layers the ARNs of layer versions, in their order
 * @param refusal why its variables cannot be read, in Lambda's words
 * @param revision Lambda's mark of this state
 */
record FunctionState(
    String name,
    String arn,
    String runtime,
    String architecture,
    List<String> layers,
    Map<String, String> variables,
    @Nullable String refusal,
    Map<String, String> tags,
    String revision) {

  static FunctionState of(GetFunctionResponse response) {
    FunctionConfiguration function = response.configuration();
    boolean isImage = function.packageType() == PackageType.IMAGE;
    return new FunctionState(
        function.functionName(),
        function.functionArn(),
        isImage || function.runtimeAsString() == null ? "" : function.runtimeAsString(),
        function.hasArchitectures() ? function.architecturesAsStrings().get(0) : "x86_64",
        function.layers().stream().map(Layer::arn).toList(),
        function.environment() == null ? Map.of() : function.environment().variables(),
        function.environment() == null || function.environment().error() == null
            ? null
            : function.environment().error().message(),
        response.tags(),
        function.revisionId());
  }

  boolean isImage() {
    return runtime.isEmpty();
  }
}
