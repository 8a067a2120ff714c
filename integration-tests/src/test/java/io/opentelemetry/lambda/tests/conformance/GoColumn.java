package io.opentelemetry.lambda.tests.conformance;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.tests.Layer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Go's function, which has the instrumentation in itself: there is no layer. */
record GoColumn() implements Column {

  private static final Path FUNCTION =
      Layer.ROOT.resolve("go-instrumentation/target/conformance/bootstrap");

  @Override
  public String name() {
    return "go";
  }

  @Override
  public String language() {
    return name();
  }

  @Override
  public Optional<String> missing() {
    return Files.exists(FUNCTION)
        ? Optional.empty()
        : Optional.of(FUNCTION + " is missing: go-instrumentation/run.sh build makes it");
  }

  @Override
  public LambdaEnvironmentBuilder function(String handler) {
    return LambdaEnvironment.builder()
        .customRuntime()
        .function(FUNCTION.getParent(), handler)
        .name("orders");
  }
}
