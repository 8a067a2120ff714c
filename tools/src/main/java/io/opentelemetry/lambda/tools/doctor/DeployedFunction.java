package io.opentelemetry.lambda.tools.doctor;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsClients;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnResponse;
import software.amazon.awssdk.services.lambda.model.Layer;

/** Reads the settings of a function in AWS. */
final class DeployedFunction {

  private final LambdaClient lambda;
  private final Map<String, LayerKind> kinds;

  /**
   * Asks Lambda for a function's configuration and its layers.
   *
   * @param region empty for the one that AWS's settings name
   * @param kinds the layers whose names do not tell what they are
   */
  static FunctionSettings read(String name, String region, Map<String, LayerKind> kinds) {
    try (AwsClients aws = AwsClients.in(AwsClients.regionOf(region))) {
      return new DeployedFunction(aws.lambda(), kinds).settings(name);
    } catch (SdkException e) {
      throw ToolException.environment(AwsErrors.describe(e));
    }
  }

  private DeployedFunction(LambdaClient lambda, Map<String, LayerKind> kinds) {
    this.lambda = lambda;
    this.kinds = kinds;
  }

  private FunctionSettings settings(String name) {
    GetFunctionConfigurationResponse function =
        lambda.getFunctionConfiguration(request -> request.functionName(name));
    List<AttachedLayer> layers = function.layers().stream().map(this::layer).toList();
    return new FunctionSettings(
        function.functionName(),
        function.runtimeAsString() == null ? "" : function.runtimeAsString(),
        function.handler() == null ? "" : function.handler(),
        function.hasArchitectures() ? function.architecturesAsStrings().get(0) : "x86_64",
        layers,
        function.environment() == null ? Map.of() : function.environment().variables(),
        function.memorySize(),
        function.timeout(),
        function.codeSize());
  }

  private AttachedLayer layer(Layer layer) {
    String arn = layer.arn();
    long zippedBytes = layer.codeSize() == null ? 0 : layer.codeSize();
    LayerKind kind = LayerKind.of(arn, kinds);
    try {
      GetLayerVersionByArnResponse version =
          lambda.getLayerVersionByArn(request -> request.arn(arn));
      return new AttachedLayer(
          arn,
          kind,
          version.compatibleRuntimesAsStrings(),
          version.compatibleArchitecturesAsStrings(),
          zippedBytes,
          null);
    } catch (SdkException e) {
      return new AttachedLayer(arn, kind, List.of(), List.of(), zippedBytes, AwsErrors.describe(e));
    }
  }
}
