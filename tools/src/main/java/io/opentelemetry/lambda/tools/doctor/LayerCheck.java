package io.opentelemetry.lambda.tools.doctor;

import java.util.List;
import java.util.function.Consumer;

/** Checks whether the layers are there, go together, and go with the function. */
final class LayerCheck implements Check {

  private static final List<String> JAVA_RUNTIMES =
      List.of("java8.al2", "java11", "java17", "java21", "java25");

  @Override
  public void check(FunctionSettings function, Consumer<Finding> findings) {
    if (function.isImage()) {
      return; // what it has is in the image
    }
    if (!function.hasJavaLayer() && !function.has(LayerKind.COLLECTOR)) {
      findings.accept(
          new Finding(
              "no layer of OpenTelemetry's is attached",
              "attach the wrapper layer, or name the layer that is one: --layer NAME=wrapper"));
    } else if (!function.hasJavaLayer() && function.runtime().startsWith("java")) {
      findings.accept(
          new Finding(
              "there is a Collector, but no layer that traces the function",
              "attach the wrapper layer, unless the function brings an SDK of its own"));
    }
    if (function.has(LayerKind.WRAPPER) && function.has(LayerKind.JAVAAGENT)) {
      findings.accept(
          new Finding(
              "the wrapper layer and the Java agent layer are both attached, and the last one"
                  + " overwrites files of the first",
              "attach one of them"));
    }
    if (function.hasJavaLayer() && !JAVA_RUNTIMES.contains(function.runtime())) {
      findings.accept(
          new Finding(
              "the layers are for " + JAVA_RUNTIMES + ", and the runtime is " + function.runtime(),
              "take one of those runtimes"));
    }
    for (AttachedLayer layer : function.layers()) {
      checkLayer(function, layer, findings);
    }
  }

  private static void checkLayer(
      FunctionSettings function, AttachedLayer layer, Consumer<Finding> findings) {
    if (layer.refusal() != null) {
      findings.accept(
          new Finding(
              layer.arn() + " cannot be read: " + layer.refusal(),
              "have it made public or shared with this account, or attach one that is there"));
    }
    if (!layer.architectures().isEmpty()
        && !layer.architectures().contains(function.architecture())) {
      findings.accept(
          new Finding(
              layer.arn()
                  + " is for "
                  + String.join(", ", layer.architectures())
                  + ", and the function is "
                  + function.architecture(),
              "attach the layer of the function's architecture"));
    }
    if (!layer.runtimes().isEmpty() && !layer.runtimes().contains(function.runtime())) {
      findings.accept(
          new Finding(
              layer.arn() + " is for " + String.join(", ", layer.runtimes()),
              "attach a layer for " + function.runtime()));
    }
  }
}
