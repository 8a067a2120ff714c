package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer with an archive of a Node.js function, as {@code run.sh archive} makes it. */
class NodejsArchiveIT {

  private static final Path PROJECT = Layer.ROOT.resolve("nodejs-layer");
  private static final Path LAYER = PROJECT.resolve("target/opentelemetry-nodejs-layer.zip");

  @TempDir static Path folder;

  private static Path function;
  private static Path archive;

  @BeforeAll
  static void makeArchive() throws Exception {
    assumeTrue(Files.exists(LAYER), "the Node.js layer is not built");
    function = Files.createDirectories(folder.resolve("function"));
    Files.writeString(
        function.resolve("index.js"), "exports.handler = async (event) => ({ got: event });");
    Path event = Files.writeString(folder.resolve("event.json"), "{}");
    archive = folder.resolve("archive.zip");
    Command.Finished finished =
        Command.of(PROJECT.resolve("run.sh").toString(), "archive")
            .with("--runtime", "nodejs22.x", "--output", archive.toString())
            .with("--function", function.toString(), "--handler", "index.handler")
            .with("--event", event.toString())
            .environment(Map.of("NO_BUILD", "1"))
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
  }

  @Test
  void archiveOfTheFunction_isUsed() {
    try (LambdaEnvironment lambda =
        function("nodejs22.x").environment("NODE_DEBUG_NATIVE", "COMPILE_CACHE").build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("{\"got\":{}}");
      assertThat(lambda.telemetry().spans()).hasSize(1);
      assertThat(lambda.output())
          .anyMatch(line -> line.contains("/var/task/index.js was accepted"))
          .noneMatch(line -> line.contains("reject") || line.startsWith("[otel]"));
    }
  }

  @Test
  void archiveOfAnotherNodejs_isLeftAlone() {
    try (LambdaEnvironment lambda = function("nodejs24.x").build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("{\"got\":{}}");
      assertThat(lambda.telemetry().spans()).hasSize(1);
      assertThat(lambda.output())
          .singleElement()
          .asString()
          .startsWith(
              "[otel] no archive is used: none in /opt/otel-archive was made for Node.js 24.");
    }
  }

  private static LambdaEnvironmentBuilder function(String runtime) {
    return LambdaEnvironment.builder()
        .runtime(runtime)
        .function(function, "index.handler")
        .layer(LAYER)
        .layer(archive)
        .environment("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler");
  }
}
