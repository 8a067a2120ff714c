package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what upstream documents of the agent, with the agent that this layer has. */
class AgentIT {

  private static final String METHOD_SPAN = "user.annotated";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "OTEL_INSTRUMENTATION_OPENTELEMETRY_INSTRUMENTATION_ANNOTATIONS_ENABLED",
    "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED"
  })
  void instrumentation_isSwitchedOffByVariable(String variable) {
    try (LambdaEnvironment lambda = function().environment(variable, "false").build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("\"done\"");
      assertThat(lambda.telemetry().spans()).extracting(Span::getName).containsExactly("orders");
    }
  }

  @Test
  void instrumentation_isSwitchedOnAlone() {
    try (LambdaEnvironment lambda =
        function()
            .environment("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false")
            .environment(
                "OTEL_INSTRUMENTATION_OPENTELEMETRY_INSTRUMENTATION_ANNOTATIONS_ENABLED", "true")
            .build()) {
      lambda.invoke("{}");
      assertThat(lambda.telemetry().spans())
          .extracting(Span::getName)
          .containsExactlyInAnyOrder(METHOD_SPAN, "orders");
    }
  }

  @Test
  void extension_isLoaded() throws IOException {
    LambdaEnvironmentBuilder builder = function();
    try (OutputStream file = Files.newOutputStream(folder.resolve("extension.jar"));
        ZipOutputStream jar = new ZipOutputStream(file)) {
      jar.putNextEntry(
          new ZipEntry(
              "META-INF/services/io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider"));
      jar.write("functions.OwnResource".getBytes(UTF_8));
      jar.putNextEntry(new ZipEntry("functions/OwnResource.class"));
      Files.copy(folder.resolve("functions/OwnResource.class"), jar);
    }
    try (LambdaEnvironment lambda =
        builder.environment("OTEL_JAVAAGENT_EXTENSIONS", "/var/task/extension.jar").build()) {
      lambda.invoke("{}");
      assertThat(resource(lambda, "team")).isEqualTo("of the extension");
    }
  }

  @Test
  void configurationFile_takesThePlaceOfTheLayers() throws IOException {
    LambdaEnvironmentBuilder builder = function();
    Files.writeString(
        folder.resolve("agent.properties"),
        "otel.resource.attributes=ignored=x\notel.service.name=of the file\n");
    try (LambdaEnvironment lambda =
        builder
            .environment("OTEL_JAVAAGENT_CONFIGURATION_FILE", "/var/task/agent.properties")
            .build()) {
      lambda.invoke("{}");
      assertThat(resource(lambda, "service.name")).isEqualTo("of the file");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void libraryThatWasLeftOut_isNamedAtDebugLevelOnly(boolean debug, int lines) throws IOException {
    LambdaEnvironmentBuilder builder = function();
    Path library = Files.createDirectories(folder.resolve("io/avaje/jex/http"));
    Files.createFile(library.resolve("Context.class"));
    try (LambdaEnvironment lambda =
        builder.environment("OTEL_JAVAAGENT_DEBUG", Boolean.toString(debug)).build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("\"done\"");
      assertThat(lambda.output())
          .filteredOn(
              line -> line.startsWith("[otel] ") && line.contains("--with avaje-jex has it"))
          .hasSize(lines);
    }
  }

  /** Java 11 is started without the first compiler. */
  @Test
  void fastStartup_winsOverTheRuntimesOptions() {
    try (LambdaEnvironment lambda =
        function()
            .runtime("java11")
            .environment("JAVA_TOOL_OPTIONS", "-XX:+PrintCommandLineFlags")
            .environment("OTEL_JAVA_AGENT_FAST_STARTUP_ENABLED", "true")
            .build()) {
      lambda.invoke("{}");
      assertThat(lambda.output())
          .anyMatch(line -> line.contains("-XX:+TieredCompilation"))
          .anyMatch(line -> line.contains("-XX:TieredStopAtLevel=1"));
    }
  }

  @Test
  void functionOf256Mb_runs() {
    try (LambdaEnvironment lambda = function().memoryMb(256).memoryLimit(true).build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("\"done\"");
      assertThat(lambda.invoke("{}").response()).isEqualTo("\"done\"");
      assertThat(lambda.telemetry().spans()).hasSize(4);
    }
  }

  private LambdaEnvironmentBuilder function() {
    return Layer.JAVAAGENT.function(
        FunctionFolder.create(folder, List.of("api-1.45", "annotations")),
        "functions.AnnotatedMethod");
  }

  private static String resource(LambdaEnvironment lambda, String name) {
    List<KeyValue> attributes =
        lambda.telemetry().resourceSpans().get(0).getResource().getAttributesList();
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }
}
