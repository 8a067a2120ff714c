package io.opentelemetry.lambda.tools.doctor;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks whether the layers are there, go together, and go with the function. */
final class LayerCheck implements Check {

  @Override
  public void check(FunctionSettings function, Consumer<Finding> findings) {
    if (function.isImage()) {
      return; // what it has is in the image
    }
    if (function.hasUnknownLayer()) {
      // it may be the one that is missing
    } else if (!function.isInstrumented() && !function.has(LayerKind.COLLECTOR)) {
      findings.accept(
          new Finding(
              "no layer of OpenTelemetry's is attached",
              "attach the layer of its language, or name the layer that is one: --layer NAME=wrapper"));
    } else if (!function.isInstrumented() && hasLayers(function.runtime())) {
      findings.accept(
          new Finding(
              "there is a Collector, but no layer that traces the function",
              "attach the layer of its language, unless the function brings an SDK of its own"));
    }
    if (function.has(LayerKind.WRAPPER) && function.has(LayerKind.JAVAAGENT)) {
      findings.accept(
          new Finding(
              "the wrapper layer and the Java agent layer are both attached, and the last one"
                  + " overwrites files of the first",
              "attach one of them"));
    }
    function.layers().stream()
        .map(AttachedLayer::kind)
        .distinct()
        .filter(kind -> !kind.runtimes().isEmpty())
        .filter(kind -> !kind.runtimes().contains(function.runtime()))
        .forEach(
            kind ->
                findings.accept(
                    new Finding(
                        "the layers are for "
                            + kind.runtimes()
                            + ", and the runtime is "
                            + function.runtime(),
                        "take one of those runtimes")));
    for (AttachedLayer layer : function.layers()) {
      checkLayer(function, layer, findings);
    }
  }

  private static void checkLayer(
      FunctionSettings function, AttachedLayer layer, Consumer<Finding> findings) {
    String architecture = architectureOf(layer.arn());
    if (layer.kind() == LayerKind.COLLECTOR
        && layer.architectures().isEmpty()
        && architecture != null
        && !architecture.equals(function.architecture())) {
      findings.accept(
          new Finding(
              layer.arn()
                  + " is by its name for "
                  + architecture
                  + ", and the function is "
                  + function.architecture(),
              "attach the layer of the function's architecture"));
    }
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

  private static boolean hasLayers(String runtime) {
    return Stream.of(LayerKind.values()).anyMatch(kind -> kind.runtimes().contains(runtime));
  }

  private static @Nullable String architectureOf(String arn) {
    if (arn.contains("amd64") || arn.contains("x86_64")) {
      return "x86_64";
    }
    return arn.contains("arm64") ? "arm64" : null;
  }
}
