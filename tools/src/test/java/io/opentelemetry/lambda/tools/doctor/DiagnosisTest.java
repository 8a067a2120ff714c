package io.opentelemetry.lambda.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
          OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | http://localhost:4318/v1/traces | where nobody listens without
          OTEL_SDK_DISABLED             | TRUE                     | OTEL_SDK_DISABLED is true: nothing is traced
          OTEL_TRACES_EXPORTER          | none                     | OTEL_TRACES_EXPORTER is none
          OTEL_TRACES_SAMPLER           | always_off               | OTEL_TRACES_SAMPLER is always_off
          OTEL_TRACES_SAMPLER           | sometimes                | OTEL_TRACES_SAMPLER=sometimes: no such value
          OTEL_PROPAGATORS              | tracecontext,b4          | OTEL_PROPAGATORS=tracecontext,b4: there is no 'b4'
          OTEL_TRACES_EXPORTER          | zipkin                   | there is no 'zipkin'
          OTEL_RESOURCE_ATTRIBUTES      | team=a,nonsense          | OTEL_RESOURCE_ATTRIBUTES: its entry 2 has no =
          OTEL_EXPORTER_OTLP_HEADERS    | api-key: secret          | its entry 1 has a colon where = belongs
          OTEL_EXPORTER_OTLP_HEADERS    | a b=secret               | has a name that is none of a header
          OTEL_EXPORTER_OTLP_HEADERS    | content-length=3         | which frames the request
          OTEL_LAMBDA_FLUSH             | after_response           | OTEL_LAMBDA_FLUSH=after_response: no such value
          OTEL_EXPORTER_OTLP_PROTOCOL   | grpc                     | OTEL_EXPORTER_OTLP_PROTOCOL=grpc: no such value
          OTEL_EXPORTER_OTLP_TIMEOUT    | -5                       | no number from 1 to 3600000
          OTEL_EXPORTER_OTLP_TIMEOUT    | 9223372036854775808      | no number from 1 to 3600000
          OTEL_LAMBDA_TIMEOUT_GUARD     | maybe                    | neither true nor false
          OTEL_SERVCE_NAME              | orders                   | no layer reads OTEL_SERVCE_NAME
          OTEL_LAMDBA_FLUSH             | adaptive                 | no layer reads OTEL_LAMDBA_FLUSH
          JAVA_TOOL_OPTIONS             | -Xmx1g -javaagent:/a.jar | starts a Java agent of another origin
          """)
  void variable(String name, String value, String problem) {
    assertOnly(Settings.wrapped().variable(name, value), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OTEL_PROPAGATORS              | tracecontext, baggage
          OTEL_EXPORTER_OTLP_ENDPOINT   | https://xray.eu-central-1.amazonaws.com
          OTEL_TRACES_EXPORTER          | otlp,console
          OTEL_RESOURCE_ATTRIBUTES      | team=a%2Cb,
          OTEL_EXPORTER_OTLP_HEADERS    | api-key=a=b
          OTEL_LAMBDA_FLUSH             | After-Response
          OTEL_TRACES_SAMPLER           | parentbased_traceidratio
          OTEL_INSTRUMENTATION_JDBC_ENABLED | false
          OTELLO                        | tragedy
          """)
  void variable_thatIsGood(String name, String value) {
    assertThat(Settings.wrapped().variable(name, value).findings()).isEmpty();
  }

  @Test
  void samplingRatioOfZero() {
    assertOnly(
        Settings.wrapped()
            .variable("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
            .variable("OTEL_TRACES_SAMPLER_ARG", "0.0"),
        "no trace that begins here is sampled");
  }

  @Test
  void secret_isNotRepeated() {
    assertThat(
            Settings.wrapped().variable("OTEL_EXPORTER_OTLP_HEADERS", "a=b,topsecret").problems())
        .noneMatch(problem -> problem.contains("topsecret"));
  }

  @Test
  void agent_takesGrpc() {
    assertThat(
            Settings.layered("opentelemetry-javaagent")
                .variable("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .variable("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otlp.example.com:4317")
                .findings())
        .isEmpty();
  }

  @Test
  void collectorOfAnotherArchitecture() {
    assertOnly(
        Settings.wrapped()
            .architecture("arm64")
            .layer(COLLECTOR)
            .variable("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "https://otlp.example.com"),
        "is by its name for x86_64, and the function is arm64");
  }

  @ParameterizedTest
  @CsvSource({"python,python3.12,app.handler", "nodejs,nodejs22.x,index.handler"})
  void layersOfOtherLanguages(String language, String runtime, String handler) {
    Settings settings =
        Settings.layered("opentelemetry-" + language).runtime(runtime).handler(handler);
    assertThat(settings.findings()).isEmpty();
    assertOnly(settings.variable("OTEL_LAMBDA_FLUSH", "late"), "OTEL_LAMBDA_FLUSH=late");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_EXPORTER,console",
    "OTEL_METRICS_EXPORTER,otlp",
    "OTEL_LOGS_EXPORTER,otlp",
    "OTEL_TRACES_SAMPLER,xray"
  })
  void rubyLayer_hasNoSuchValue(String name, String value) {
    assertOnly(ruby().variable(name, value), name + "=" + value);
  }

  @Test
  void rubyLayer_signsForXRay() {
    Settings settings =
        ruby().variable("OTEL_EXPORTER_OTLP_ENDPOINT", "https://xray.us-east-1.amazonaws.com");
    assertThat(settings.findings()).isEmpty();
  }

  @Test
  void everyDocumentedSetting_isInTheTable() throws Exception {
    Pattern variable = Pattern.compile("`([A-Z]+_[A-Z_]+)`");
    Set<String> documented =
        Files.readAllLines(Path.of("../docs/settings.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|", -1)[1])
            .flatMap(names -> variable.matcher(names).results())
            .map(name -> name.group(1))
            .collect(Collectors.toSet());
    assertThat(documented).hasSizeGreaterThan(25);
    assertThat(SettingCheck.table()).extracting(Setting::name).containsAll(documented);
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

  private static Settings ruby() {
    return Settings.layered("opentelemetry-ruby").runtime("ruby3.4").handler("app.handler");
  }

  private static void assertOnly(Settings settings, String problem) {
    assertThat(settings.problems()).singleElement().asString().contains(problem);
  }
}
