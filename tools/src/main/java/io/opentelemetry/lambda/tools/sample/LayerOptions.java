package io.opentelemetry.lambda.tools.sample;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The layers that a sample is deployed with, as they are built here. */
final class LayerOptions {

  private static final String COLLECTOR = "collector";

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description = "wrapper, javaagent, collector, python, nodejs or ruby; may be repeated")
  private List<String> names = new ArrayList<>();

  /** Gets the layers that are named. */
  List<BuiltLayer> named() {
    return names.stream().map(LayerOptions::layer).toList();
  }

  /** Finds a layer. The templates' functions are of x86-64, whatever this machine is. */
  private static BuiltLayer layer(String name) {
    if (name.equals(COLLECTOR)) {
      return BuiltLayer.COLLECTOR_AMD64;
    }
    for (BuiltLayer layer : BuiltLayer.values()) {
      if (layer.word().equals(name)) {
        return layer;
      }
    }
    throw ToolException.usage(
        "--layer " + name + ": there are wrapper, javaagent, collector, python, nodejs and ruby");
  }
}
