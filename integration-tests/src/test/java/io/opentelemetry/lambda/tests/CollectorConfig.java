package io.opentelemetry.lambda.tests;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configs other than the layer's own, in the function's code. */
final class CollectorConfig {

  private static final Path DEFAULT = Layer.ROOT.resolve("collector-layer/config.yaml");

  /** The default one with settings of the queue, which the layer puts into it otherwise. */
  static Path withQueue(Path temporary, String settings) throws IOException {
    return write(
        temporary,
        Files.readString(DEFAULT) + "\nprocessors:\n  lambda_queue: {" + settings + "}\n");
  }

  static Path write(Path temporary, String content) throws IOException {
    Path file = CollectorLayer.program(temporary).resolve("collector.yaml");
    return Files.writeString(file, content);
  }

  static LambdaEnvironmentBuilder attach(LambdaEnvironmentBuilder builder, Path config) {
    return builder.environment(
        "OPENTELEMETRY_COLLECTOR_CONFIG_URI", "/var/task/" + config.getFileName());
  }

  private CollectorConfig() {}
}
