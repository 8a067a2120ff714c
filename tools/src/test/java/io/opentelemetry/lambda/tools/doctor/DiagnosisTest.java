package io.opentelemetry.lambda.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that is wrong with a function is found, and nothing where nothing is. */
class DiagnosisTest {

  private static final String COLLECTOR = "opentelemetry-collector-amd64";

  @ParameterizedTest
  @ValueSource(strings = {"example.Handler", "Handler", "example.HandlerKt::tags", "a.B$C::m"})
  void nothing_isFound(String handler) {
    assertThat(Settings.wrapped().handler(handler).findings()).isEmpty();
  }

  @Test
  void withTheAgent_andACollector_nothingIsFound() {
    assertThat(
            Settings.layered("opentelemetry-javaagent", COLLECTOR)
                .variable("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318")
                .variable("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "https://otlp.example.com")
                .findings())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AWS_LAMBDA_EXEC_WRAPPER       | -                        | AWS_LAMBDA_EXEC_WRAPPER is not set
          AWS_LAMBDA_EXEC_WRAPPER       | /opt/otel-stream-handler | which the layer does not bring
          OTEL_EXPORTER_OTLP_ENDPOINT   | -                        | where nobody listens without a Collector layer
          OTEL_EXPORTER_OTLP_ENDPOINT   | http://127.0.0.1:4318    | where nobody listens without a Collector layer
          OTEL_EXPORTER_OTLP_ENDPOINT   | otlp.example.com:4318    | which is no URL
          OTEL_EXPORTER_OTLP_ENDPOINT   | https://a b              | which is no URL
          OTEL_EXPORTER_OTLP_ENDPOINT   | http://a.example:4317    | on which gRPC is spoken
          OTEL_EXPORTER_OTLP_ENDPOINT   | https://xray.eu-central-1.amazonaws.com | X-Ray takes signed requests only
          OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | http://localhost:4318/v1/traces | where nobody listens without
          OTEL_SDK_DISABLED             | TRUE                     | OTEL_SDK_DISABLED is true: nothing is traced
          OTEL_TRACES_EXPORTER          | none                     | OTEL_TRACES_EXPORTER is none
          OTEL_TRACES_SAMPLER           | always_off               | OTEL_TRACES_SAMPLER is always_off
          """)
  void variable(String name, String value, String problem) {
    assertOnly(Settings.wrapped().variable(name, value), problem);
  }

  @ParameterizedTest
  @CsvSource({"example/Handler", "example.Handler::", "example.Handler:handle", "''"})
  void handler_thatIsNone(String handler) {
    assertOnly(Settings.wrapped().handler(handler), "is no class, and no class::method");
  }

  @Test
  void theLayersHandler() {
    String handler = "io.opentelemetry.lambda.wrapper.ExecutionWrapper";
    Settings settings =
        Settings.wrapped().handler(handler).variable("AWS_LAMBDA_EXEC_WRAPPER", "-");
    assertOnly(settings, "nothing names the function's");
    settings.variable("OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER", "example.Handler");
    assertThat(settings.findings()).isEmpty();
    settings.variable("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler");
    assertOnly(settings, "the handler is the layer's own, and AWS_LAMBDA_EXEC_WRAPPER is set, too");
  }

  @Test
  void noLayer() {
    assertThat(Settings.layered("orders-libraries").problems())
        .containsExactly(
            "no layer of OpenTelemetry's is attached",
            "AWS_LAMBDA_EXEC_WRAPPER is /opt/otel-handler, which no layer brings: the function"
                + " cannot start");
  }

  @Test
  void bothLayers() {
    assertOnly(Settings.wrapped().layer("opentelemetry-javaagent"), "are both attached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java8", "nodejs22.x", "provided.al2023"})
  void runtime(String runtime) {
    assertOnly(Settings.wrapped().runtime(runtime), "and the runtime is " + runtime);
  }

  @Test
  void architecture() {
    Settings settings =
        Settings.wrapped()
            .architecture("arm64")
            .layer(
                new AttachedLayer("arn:l", LayerKind.OTHER, List.of(), List.of("x86_64"), 0, null));
    assertOnly(settings, "arn:l is for x86_64, and the function is arm64");
  }

  @Test
  void layerThatIsNotShared() {
    Settings settings =
        Settings.wrapped()
            .layer(
                new AttachedLayer(
                    "arn:l", LayerKind.OTHER, List.of(), List.of(), 0, "AccessDenied"));
    assertOnly(settings, "arn:l cannot be read: AccessDenied");
  }

  @Test
  void layerForOtherRuntimes() {
    Settings settings =
        Settings.wrapped()
            .layer(
                new AttachedLayer("arn:l", LayerKind.OTHER, List.of("java17"), List.of(), 0, null));
    assertOnly(settings, "arn:l is for java17");
  }

  @Test
  void collectorWithoutABackend() {
    assertOnly(Settings.wrapped().layer(COLLECTOR), "has no backend");
  }

  @Test
  void limits() {
    assertOnly(Settings.wrapped().memoryMb(128), "128 MB of memory");
    assertOnly(Settings.wrapped().timeoutSeconds(3), "a timeout of 3 s");
    assertOnly(Settings.layered("opentelemetry-javaagent").memoryMb(256), "256 MB of memory");
    assertOnly(Settings.layered("opentelemetry-javaagent").timeoutSeconds(10), "a timeout of 10 s");
    assertOnly(Settings.wrapped().zippedMb(201), "201 MB zipped");
    assertOnly(
        Settings.wrapped().layer("a").layer("b").layer("c").layer("d").layer("e"),
        "there are 6 layers");
  }

  private static void assertOnly(Settings settings, String problem) {
    assertThat(settings.problems()).singleElement().asString().contains(problem);
  }
}
