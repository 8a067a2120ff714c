package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The function's own OpenTelemetry, and its other libraries, under the layers. */
class UserCodeIT {

  private static final String OWN_SDK = "brings an OpenTelemetry SDK of its own";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "WRAPPER,", "WRAPPER, api-1.20", "WRAPPER, api-1.45",
    "JAVAAGENT,", "JAVAAGENT, api-1.20", "JAVAAGENT, api-1.45"
  })
  void spansOfTheFunction_joinTheInvocations(Layer layer, String api) {
    try (LambdaEnvironment lambda =
        function(layer, "functions.UserSpans", api == null ? List.of() : List.of(api))) {
      assertThat(lambda.invoke("{}").response()).startsWith("\"1.");
      joined(lambda, "user.work");
      assertThat(diagnostics(lambda)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void newerApi_isTheOneThatTheFunctionGets(Layer layer) {
    try (LambdaEnvironment lambda =
        function(layer, "functions.NewerApiCall", List.of("api-newest"))) {
      assertThat(lambda.invoke("{}").response()).endsWith(" true\"");
      joined(lambda, "user.work");
      assertThat(diagnostics(lambda)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void annotatedMethod_isASpan(Layer layer) {
    try (LambdaEnvironment lambda =
        function(layer, "functions.AnnotatedMethod", List.of("api-1.45", "annotations"))) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("\"done\"");
      joined(lambda, "user.annotated");
    }
  }

  @ParameterizedTest
  @CsvSource({"functions.OwnSdk", "functions.OwnAutoConfiguredSdk"})
  void ownSdk_underTheWrapper_isLeftAlone_withOneLine(String handler) {
    List<String> libraries = List.of("api-1.45", "sdk-1.45");
    List<String> bare = new ArrayList<>();
    try (LambdaEnvironment lambda = function(Layer.NONE, handler, libraries)) {
      bare.add(lambda.invoke("{}").response());
      bare.add(lambda.invoke("{}").response());
    }
    assertThat(bare).containsOnly("[\"own.work (root)\",\"1.45.0\"]");
    try (LambdaEnvironment lambda = function(Layer.WRAPPER, handler, libraries)) {
      assertThat(List.of(lambda.invoke("{}"), lambda.invoke("{}")))
          .extracting(InvocationResult::response)
          .isEqualTo(bare);
      assertThat(lambda.telemetry().spans()).extracting(Span::getName).containsOnly("orders");
      assertThat(diagnostics(lambda)).singleElement().asString().contains(OWN_SDK);
    }
  }

  /** As under the agent anywhere: it keeps its own, and says so. */
  @ParameterizedTest
  @CsvSource({"functions.OwnSdk", "functions.OwnAutoConfiguredSdk"})
  void ownSdk_underTheAgent_isReplacedByTheAgents(String handler) {
    try (LambdaEnvironment lambda =
        function(Layer.JAVAAGENT, handler, List.of("api-1.45", "sdk-1.45"))) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("[\"1.45.0\"]");
      joined(lambda, "own.work");
      assertThat(lambda.output())
          .filteredOn(line -> line.contains("GlobalOpenTelemetry.set calls are ignored"))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"WRAPPER, older", "WRAPPER, newer", "JAVAAGENT, older"})
  void otherLibraries_areTheFunctionsOwn(Layer layer, String libraries) {
    String bare;
    try (LambdaEnvironment lambda =
        function(Layer.NONE, "functions.OwnLibraries", List.of(libraries))) {
      bare = lambda.invoke("{}").response();
      assertThat(bare).contains("\"json\":\"[1]\"");
    }
    try (LambdaEnvironment lambda = function(layer, "functions.OwnLibraries", List.of(libraries))) {
      assertThat(lambda.invoke("{}").response()).isEqualTo(bare);
      assertThat(lambda.telemetry().spans()).extracting(Span::getName).contains("orders");
      assertThat(diagnostics(lambda)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"api-1.20", "api-newest"})
  void withoutExecWrapper_spansOfTheFunction_joinTheInvocations(String api) {
    try (LambdaEnvironment lambda = withoutExecWrapper("functions.UserSpans", List.of(api))) {
      assertThat(lambda.invoke("{}").error()).isNull();
      joined(lambda, "user.work");
      assertThat(diagnostics(lambda)).isEmpty();
    }
  }

  @Test
  void withoutExecWrapper_ownSdk_isLeftAlone_withOneLine() {
    try (LambdaEnvironment lambda =
        withoutExecWrapper("functions.OwnSdk", List.of("api-1.45", "sdk-1.45"))) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("[\"own.work (root)\",\"1.45.0\"]");
      assertThat(lambda.telemetry().spans()).isEmpty();
      assertThat(diagnostics(lambda)).singleElement().asString().contains(OWN_SDK);
    }
  }

  /** By the jar's name, by what Maven leaves in a jar, or of no known version. */
  @Test
  void librariesThatAreNotTraced_areNamedAtDebugLevelOnly() throws IOException {
    FunctionFolder.create(folder, List.of());
    String pom = "META-INF/maven/io.lettuce/lettuce-core/pom.properties";
    String jedis = "redis/clients/jedis/Jedis.class";
    jar("jedis-3.10.0.jar", Map.of(jedis, ""));
    jar(
        "all-7.0.jar",
        Map.of("io/lettuce/core/RedisClient.class", "", pom, "version=5.3.7.RELEASE\n"));
    jar("grpc-api-1.60.0.jar", Map.of("io/grpc/ManagedChannel.class", ""));
    jar(
        "kafka-clients-3.9.0.jar",
        Map.of("org/apache/kafka/clients/producer/KafkaProducer.class", ""));
    jar("other.jar", Map.of("com/rabbitmq/client/ConnectionFactory.class", ""));
    jar("old.jar", Map.of("org/apache/http/client/HttpClient.class", ""));
    jar(
        "new.jar",
        Map.of(
            "org/elasticsearch/client/RestClient.class",
            "",
            "org/elasticsearch/client/Cancellable.class",
            ""));
    assertThat(notTraced("info")).isEmpty();
    assertThat(notTraced("debug"))
        .containsExactly(
            "[otel] Apache HttpClient 4 (apache-httpclient) is not traced: this layer knows it from"
                + " 4.3 on; instrument it at build time, or use the agent layer",
            "[otel] Jedis 3.10.0 (jedis) is not traced: this layer knows it from 4.0 on; instrument"
                + " it at build time, or use the agent layer",
            "[otel] Kafka clients 3.9.0 (kafka) is not traced: it is switched off, by"
                + " OTEL_INSTRUMENTATION_KAFKA_ENABLED,"
                + " OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED or"
                + " OTEL_LAMBDA_AUTO_INSTRUMENTATION",
            "[otel] Lettuce 5.3.7.RELEASE (lettuce) is not traced: this layer knows it from 6.0 on;"
                + " instrument it at build time, or use the agent layer",
            "[otel] RabbitMQ client (rabbitmq) is not traced: this layer does not know it;"
                + " instrument it at build time, or use the agent layer");
  }

  private List<String> notTraced(String level) {
    try (LambdaEnvironment lambda =
        Layer.WRAPPER
            .function(folder, "functions.ObjectHandler")
            .environment("OTEL_LOG_LEVEL", level)
            .environment("OTEL_INSTRUMENTATION_KAFKA_ENABLED", "false")
            .build()) {
      assertThat(lambda.invoke("{}").error()).isNull();
      return diagnostics(lambda).stream().filter(line -> line.contains("not traced")).toList();
    }
  }

  private void jar(String name, Map<String, String> files) throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    try (OutputStream file = Files.newOutputStream(lib.resolve(name));
        ZipOutputStream jar = new ZipOutputStream(file)) {
      for (Map.Entry<String, String> entry : files.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue().getBytes(UTF_8));
      }
    }
  }

  @Test
  void untracedLibrary_besideAnOwnSdk_isNamedWithThatReason() throws IOException {
    FunctionFolder.create(folder, List.of("api-1.45", "sdk-1.45"));
    jar("okhttp-4.12.0.jar", Map.of("okhttp3/OkHttpClient.class", ""));
    try (LambdaEnvironment lambda =
        Layer.WRAPPER
            .function(folder, "functions.OwnSdk")
            .environment("OTEL_LOG_LEVEL", "debug")
            .build()) {
      lambda.invoke("{}");
      assertThat(diagnostics(lambda))
          .contains(
              "[otel] OkHttp 4.12.0 (okhttp) is not traced: the function brings an OpenTelemetry SDK"
                  + " of its own");
    }
  }

  private LambdaEnvironment withoutExecWrapper(String handler, List<String> libraries) {
    return LambdaEnvironment.builder()
        .function(
            FunctionFolder.create(folder, libraries),
            "io.opentelemetry.lambda.wrapper.ExecutionWrapper")
        .name("orders")
        .layer(Layer.WRAPPER.zip())
        .environment("OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER", handler)
        .build();
  }

  private LambdaEnvironment function(Layer layer, String handler, List<String> libraries) {
    return layer.function(FunctionFolder.create(folder, libraries), handler).build();
  }

  /** The function's own span is the only child of the invocation's, which has its attribute. */
  private static void joined(LambdaEnvironment lambda, String name) {
    List<Span> spans = lambda.telemetry().spans();
    Span invocation = named(spans, "orders");
    Span own = named(spans, name);
    assertThat(spans).hasSize(2);
    assertThat(own.getTraceId()).isEqualTo(invocation.getTraceId());
    assertThat(own.getParentSpanId()).isEqualTo(invocation.getSpanId());
    if (name.equals("user.work")) {
      assertThat(invocation.getAttributesList())
          .anyMatch(attribute -> attribute.getKey().equals("user.attribute"));
      assertThat(own.getEventsList()).hasSize(1);
    }
  }

  private static Span named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  static List<String> diagnostics(LambdaEnvironment lambda) {
    return lambda.output().stream().filter(line -> line.startsWith("[otel] ")).toList();
  }
}
