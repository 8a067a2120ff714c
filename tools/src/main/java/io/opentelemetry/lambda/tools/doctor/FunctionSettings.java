package io.opentelemetry.lambda.tools.doctor;

import java.util.List;
import java.util.Map;

/**
 * Describes a function as far as the checks need it.
 *
 * @param runtime such as {@code java21}; empty for a container image
 * @param handler empty for a container image
 * @param zippedBytes the size of its code, 0 where nobody says
 */
record FunctionSettings(
    String name,
    String runtime,
    String handler,
    String architecture,
    List<AttachedLayer> layers,
    Map<String, String> environment,
    int memoryMb,
    int timeoutSeconds,
    long zippedBytes) {

  boolean has(LayerKind kind) {
    return layers.stream().anyMatch(layer -> layer.kind() == kind);
  }

  boolean hasJavaLayer() {
    return has(LayerKind.WRAPPER) || has(LayerKind.JAVAAGENT);
  }

  /** Tells functions with a layer that traces them, whatever their language. */
  boolean isInstrumented() {
    return layers.stream().anyMatch(layer -> layer.kind().instruments());
  }

  /** Tells functions with a layer whose ARN is not known. */
  boolean hasUnknownLayer() {
    return layers.stream().anyMatch(AttachedLayer::isUnknown);
  }

  boolean isImage() {
    return runtime.isEmpty();
  }

  /** The value of a variable, without the space around it; empty where it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "").strip();
  }
}
