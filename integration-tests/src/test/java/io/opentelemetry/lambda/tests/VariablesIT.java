package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.lambda.instrumentation.Docs;
import io.opentelemetry.lambda.instrumentation.TriggerRow;
import io.opentelemetry.lambda.instrumentation.TriggerRows;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each row of the documented table of variables, with the layers as they are built. The agent takes
 * long to start, so without {@code -Dtests.all=true} it has the first value of each variable only,
 * and those together that show in nothing but the span.
 */
class VariablesIT {

  /** The column of the wrapper layer; that of the agent layer is the next. */
  private static final int WRAPPER_COLUMN = 4;

  private static final Duration LATENCY = Duration.ofSeconds(1);

  /** By the variables: a value that works, what it does, and what a bad one does. */
  private static final Map<String, List<Setting>> SETTINGS = new LinkedHashMap<>();

  private static final Consumer<Run> TRACED = VariablesIT::isTraced;

  static {
    setting("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler", TRACED);
    setting(
        "AWS_LAMBDA_EXEC_WRAPPER",
        "/opt/nothing",
        run -> assertThat(run.result().error()).isNotNull());
    setting(
        "OTEL_SERVICE_NAME",
        "shop",
        run -> assertThat(run.resource()).contains("service.name=shop"));
    setting(
        "OTEL_RESOURCE_ATTRIBUTES",
        "team=a%20b,faas.name=mine",
        run -> assertThat(run.resource()).contains("team=a b", "faas.name=mine"));
    setting("OTEL_RESOURCE_ATTRIBUTES", "nonsense", VariablesIT::isTracedWithALine);
    setting(
        "OTEL_PROPAGATORS",
        "b3",
        run -> assertThat(run.spans().get(0).getParentSpanId()).isEmpty());
    setting("OTEL_PROPAGATORS", "nonsense", VariablesIT::isTracedWithALine);
    setting("OTEL_TRACES_SAMPLER", "always_off", run -> assertThat(run.spans()).isEmpty());
    setting("OTEL_TRACES_SAMPLER", "sometimes", VariablesIT::isTracedWithALine);
    setting(
        "OTEL_TRACES_SAMPLER_ARG",
        "1.0",
        Map.of("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
        TRACED);
    setting(
        "OTEL_TRACES_SAMPLER_ARG",
        "half",
        Map.of("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
        VariablesIT::isTracedWithALine);
    setting("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", TRACED);
    setting("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1", VariablesIT::isNotTraced);
    setting(
        "OTEL_METRICS_EXPORTER",
        "otlp",
        run -> assertThat(run.lambda().telemetry().resourceMetrics()).isNotEmpty());
    setting("OTEL_METRICS_EXPORTER", "nonsense", VariablesIT::isTracedWithALine);
    setting("OTEL_LOGS_EXPORTER", "otlp", TRACED);
    setting("OTEL_LOGS_EXPORTER", "nonsense", VariablesIT::isTracedWithALine);
    setting("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative", TRACED);
    setting("OTEL_BSP_MAX_QUEUE_SIZE", "100", TRACED);
    setting("OTEL_BSP_MAX_QUEUE_SIZE", "many", VariablesIT::isTracedWithALine);
    setting("OTEL_BLRP_MAX_QUEUE_SIZE", "100", TRACED);
    setting("OTEL_LAMBDA_QUEUE_SIZE", "100000", TRACED);
    setting("OTEL_LAMBDA_QUEUE_SIZE", "8MB", VariablesIT::isTracedWithALine);
    for (String variable : List.of("https_proxy", "http_proxy", "no_proxy")) {
      setting(variable, "http://localhost:1", TRACED);
    }
    setting(
        "OTEL_LAMBDA_SINGLE_MESSAGE",
        "parent",
        run -> assertThat(run.spans().get(0).getParentSpanId()).isNotEmpty());
    setting("OTEL_LAMBDA_SINGLE_MESSAGE", "both", VariablesIT::isTracedWithALine);
    setting("OTEL_LAMBDA_FLUSH", "after-response", VariablesIT::isTracedAfterTheResponse);
    setting("OTEL_LAMBDA_FLUSH", "adaptive", VariablesIT::isTracedAfterTheResponse);
    setting("OTEL_LAMBDA_FLUSH", "never", VariablesIT::isTracedWithALine);
    setting("OTEL_LAMBDA_FLUSH_INTERVAL", "10", Map.of("OTEL_LAMBDA_FLUSH", "adaptive"), TRACED);
    setting(
        "OTEL_LAMBDA_FLUSH_INTERVAL",
        "often",
        Map.of("OTEL_LAMBDA_FLUSH", "adaptive"),
        VariablesIT::isTracedWithALine);
    setting("OTEL_LAMBDA_TIMEOUT_GUARD", "false", TRACED);
    setting("OTEL_LAMBDA_TIMEOUT_GUARD", "off", VariablesIT::isTracedWithALine);
    // the event is too old for a time in the queue
    setting("OTEL_LAMBDA_QUEUE_SPANS", "true", TRACED);
    setting("OTEL_LAMBDA_QUEUE_SPANS", "on", VariablesIT::isTracedWithALine);
    setting(
        "OTEL_LAMBDA_CAPTURE_PAYLOAD",
        "event",
        run -> assertThat(run.attributes()).contains("otel.lambda.event"));
    setting("OTEL_LAMBDA_CAPTURE_PAYLOAD", "all", VariablesIT::isTracedWithALine);
    setting(
        "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT",
        "0",
        Map.of("OTEL_LAMBDA_CAPTURE_PAYLOAD", "event"),
        VariablesIT::isTracedWithALine);
    setting("OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT", "iban", TRACED);
    setting("OTEL_LAMBDA_AUTO_INSTRUMENTATION", "false", TRACED);
    setting("OTEL_LAMBDA_AUTO_INSTRUMENTATION", "maybe", TRACED);
    setting("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false", TRACED);
    setting("OTEL_LOG_LEVEL", "debug", TRACED);
    setting("OTEL_LOG_LEVEL", "chatty", TRACED);
    setting("OTEL_LAMBDA_LOG_CORRELATION", "false", TRACED);
    setting("OTEL_LAMBDA_LOG_CORRELATION", "maybe", TRACED);
    setting("OTEL_BSP_SCHEDULE_DELAY", "60000", TRACED);
    setting("OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", "5000", TRACED);
    setting(
        "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", "soon", VariablesIT::isTracedWithALine);
    setting("OTEL_JAVA_AGENT_FAST_STARTUP_ENABLED", "true", TRACED);
    setting("OTEL_JAVA_AGENT_FAST_STARTUP_ENABLED", "nonsense", TRACED);
    setting("OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER", "ignored", TRACED);
  }

  private static void setting(String variable, String value, Consumer<Run> check) {
    setting(variable, value, Map.of(), check);
  }

  private static void setting(
      String variable, String value, Map<String, String> others, Consumer<Run> check) {
    SETTINGS
        .computeIfAbsent(variable, name -> new ArrayList<>())
        .add(new Setting(value, others, check));
  }

  private static void isAnswered(Run run) {
    assertThat(run.result().response()).isEqualTo(TriggerRows.RESPONSE);
  }

  private static void isTraced(Run run) {
    isAnswered(run);
    assertThat(run.spans()).hasSize(1);
  }

  private static void isTracedAfterTheResponse(Run run) {
    isTraced(run);
    run.sink().fault(OtlpFault.latency(LATENCY));
    InvocationResult next = run.lambda().invoke(InvocationRequest.of("{}"));
    assertThat(next.responded()).isBefore(run.lambda().telemetry().lastArrival().plus(LATENCY));
  }

  private static void isTracedWithALine(Run run) {
    isTraced(run);
    assertThat(run.lambda().output()).filteredOn(line -> line.startsWith("[otel] ")).hasSize(1);
  }

  private static void isNotTraced(Run run) {
    isAnswered(run);
    assertThat(run.spans()).isEmpty();
    assertThat(run.lambda().output()).anyMatch(line -> line.contains("[otel"));
  }

  @Test
  void page_hasARowForEach() {
    Set<String> variables =
        Docs.table("settings.md", "variable").stream()
            .filter(row -> row.subList(WRAPPER_COLUMN, WRAPPER_COLUMN + 2).contains("yes"))
            .flatMap(row -> Docs.names(row.get(0)).stream())
            .collect(Collectors.toSet());
    assertThat(variables).isEqualTo(SETTINGS.keySet());
  }

  @TestFactory
  List<DynamicTest> wrapper() {
    return tests(Layer.WRAPPER);
  }

  @TestFactory
  List<DynamicTest> javaagent() {
    if (Thoroughness.ALL) {
      return tests(Layer.JAVAAGENT);
    }
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, String> together = new LinkedHashMap<>();
    SETTINGS.forEach(
        (variable, settings) -> {
          Setting first = settings.get(0);
          if (first.check() == TRACED) {
            together.put(variable, first.value());
            together.putAll(first.others());
          } else {
            tests.add(test(Layer.JAVAAGENT, variable, first));
          }
        });
    tests.add(
        dynamicTest(
            "together " + together.keySet(), () -> check(Layer.JAVAAGENT, together, TRACED)));
    return tests;
  }

  private static List<DynamicTest> tests(Layer layer) {
    List<DynamicTest> tests = new ArrayList<>();
    SETTINGS.forEach(
        (variable, settings) ->
            settings.forEach(setting -> tests.add(test(layer, variable, setting))));
    return tests;
  }

  private static DynamicTest test(Layer layer, String variable, Setting setting) {
    Map<String, String> variables = new LinkedHashMap<>(setting.others());
    variables.put(variable, setting.value());
    return dynamicTest(
        variable + "=" + setting.value(), () -> check(layer, variables, setting.check()));
  }

  private static void check(Layer layer, Map<String, String> variables, Consumer<Run> check) {
    TriggerRow sns =
        TriggerRows.all().stream().filter(row -> row.name.equals("sns")).findFirst().orElseThrow();
    LambdaEnvironmentBuilder function = layer.function("functions.WebHandler");
    variables.forEach(function::environment);
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = function.otlpSink(sink).build()) {
      InvocationResult result = lambda.invoke(InvocationRequest.of(sns.json()));
      check.accept(new Run(lambda, sink, result));
    }
  }

  private record Setting(String value, Map<String, String> others, Consumer<Run> check) {}

  private record Run(LambdaEnvironment lambda, OtlpSink sink, InvocationResult result) {

    List<Span> spans() {
      return lambda.telemetry().spans();
    }

    /** The names of the span's attributes. */
    List<String> attributes() {
      return spans().get(0).getAttributesList().stream().map(KeyValue::getKey).toList();
    }

    /** Its attributes that are texts. */
    List<String> resource() {
      return lambda.telemetry().resourceSpans().get(0).getResource().getAttributesList().stream()
          .map(
              (KeyValue attribute) ->
                  attribute.getKey() + "=" + attribute.getValue().getStringValue())
          .toList();
    }
  }
}
