package io.opentelemetry.lambda.tests.conformance;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.tests.FunctionFolder;
import io.opentelemetry.lambda.tests.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the two Java layers. */
record JavaColumn(String name, Layer layer, Path folder) implements Column {

  private static final Map<String, String> HANDLERS =
      Map.of("handler", "functions.Conformance", "stream", "functions.ConformanceStream");

  /** Lays the function out in the folder, with the client that it calls by. */
  static JavaColumn create(String name, Layer layer, Path folder) {
    return new JavaColumn(name, layer, FunctionFolder.create(folder, List.of("newer")));
  }

  @Override
  public String language() {
    return "java";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public LambdaEnvironmentBuilder function(String handler) {
    return layer.function(folder, HANDLERS.get(handler));
  }
}
