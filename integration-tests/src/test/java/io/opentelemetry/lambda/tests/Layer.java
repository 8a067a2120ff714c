package io.opentelemetry.lambda.tests;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.nio.file.Path;

/** The layers, as they are built. */
public enum Layer {
  NONE(""),
  WRAPPER("wrapper-layer/target/opentelemetry-java-wrapper-layer.zip"),
  JAVAAGENT("javaagent-layer/target/opentelemetry-javaagent-layer.zip");

  public static final Path ROOT = Path.of(System.getProperty("project.root"));

  private final String zip;

  Layer(String zip) {
    this.zip = zip;
  }

  public Path zip() {
    return ROOT.resolve(zip);
  }

  /** Attaches the layer as a user does. */
  public LambdaEnvironmentBuilder attachTo(LambdaEnvironmentBuilder builder) {
    if (this == NONE) {
      return builder;
    }
    return builder.layer(zip()).environment("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler");
  }

  /** A function of these tests with the layer, on the JDK that runs the tests. */
  public LambdaEnvironmentBuilder function(String handler) {
    return function(ROOT.resolve("integration-tests/target/classes"), handler);
  }

  /** Any function with the layer, on the JDK that runs the tests. */
  public LambdaEnvironmentBuilder function(Path zipOrFolder, String handler) {
    return attachTo(LambdaEnvironment.builder().function(zipOrFolder, handler).name("orders"));
  }
}
