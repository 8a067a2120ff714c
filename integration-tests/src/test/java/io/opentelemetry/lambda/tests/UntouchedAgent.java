package io.opentelemetry.lambda.tests;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * OpenTelemetry's agent as it is released, without anything of this project's: also the
 * invocation's span is its own, and it flushes when the handler has returned.
 */
final class UntouchedAgent {

  private static final String JAR = "opentelemetry-javaagent.jar";

  private final Path layer;

  /**
   * @param folder that is not there, and becomes a layer
   */
  static UntouchedAgent create(Path folder) throws IOException {
    Files.copy(
        Layer.ROOT.resolve("javaagent-layer/target/untouched").resolve(JAR),
        Files.createDirectory(folder).resolve(JAR));
    return new UntouchedAgent(folder);
  }

  private UntouchedAgent(Path layer) {
    this.layer = layer;
  }

  /** Any function with the agent, on the JDK that runs the tests. */
  LambdaEnvironmentBuilder function(Path zipOrFolder, String handler) {
    LambdaEnvironmentBuilder builder =
        LambdaEnvironment.builder().function(zipOrFolder, handler).name("orders").layer(layer);
    Map.of(
            "JAVA_TOOL_OPTIONS", "-javaagent:/opt/" + JAR,
            "OTEL_METRICS_EXPORTER", "none",
            "OTEL_LOGS_EXPORTER", "none")
        .forEach(builder::environment);
    return builder;
  }
}
