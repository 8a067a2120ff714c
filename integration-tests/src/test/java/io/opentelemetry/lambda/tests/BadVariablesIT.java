package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.instrumentation.TriggerRows;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many bad variables at once, with the layers as they are built: one line each, and a span. */
class BadVariablesIT {

  private static final Map<String, String> BAD = new LinkedHashMap<>();

  static {
    BAD.put("OTEL_PROPAGATORS", "tracecontext,b4");
    BAD.put("OTEL_TRACES_EXPORTER", "otlp,zipkin9");
    BAD.put("OTEL_METRICS_EXPORTER", "nonsense");
    BAD.put("OTEL_LOGS_EXPORTER", "nonsense");
    BAD.put("OTEL_TRACES_SAMPLER", "traceidratio");
    BAD.put("OTEL_TRACES_SAMPLER_ARG", "two");
    BAD.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json");
    BAD.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "no url");
    BAD.put("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd");
    BAD.put("OTEL_EXPORTER_OTLP_TIMEOUT", "-5");
    BAD.put("OTEL_EXPORTER_OTLP_CERTIFICATE", "/missing.pem");
    BAD.put("OTEL_EXPORTER_OTLP_CLIENT_KEY", "/missing.key");
    BAD.put("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "/missing.crt");
    BAD.put("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "sometimes");
    BAD.put("OTEL_RESOURCE_ATTRIBUTES", "team=a,nonsense");
    BAD.put("OTEL_BSP_MAX_QUEUE_SIZE", "-1");
    BAD.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "0");
    BAD.put("OTEL_BSP_EXPORT_TIMEOUT", "soon");
    BAD.put("OTEL_BLRP_MAX_QUEUE_SIZE", "many");
    BAD.put("OTEL_SPAN_EVENT_COUNT_LIMIT", "-1");
    BAD.put("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "long");
    BAD.put("OTEL_METRIC_EXPORT_INTERVAL", "0");
    BAD.put("OTEL_LAMBDA_FLUSH", "never");
    BAD.put("OTEL_LAMBDA_QUEUE_SIZE", "8MB");
    BAD.put("OTEL_LAMBDA_TIMEOUT_GUARD", "off");
    BAD.put("OTEL_LAMBDA_SINGLE_MESSAGE", "both");
    BAD.put("OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", "-1");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void function_isTraced_andALineForEachSaysWhatIsUsed(Layer layer) {
    // a slow machine's init would be made, and its lines printed, twice
    LambdaEnvironmentBuilder function = layer.function("functions.WebHandler").initTimeLimit(false);
    BAD.forEach(function::environment);
    try (LambdaEnvironment lambda = function.build()) {
      assertThat(lambda.invoke(InvocationRequest.of("{}")).response())
          .isEqualTo(TriggerRows.RESPONSE);
      assertThat(lambda.telemetry().spans()).hasSize(1);
      List<String> variables = new ArrayList<>();
      for (String line : lambda.output()) {
        if (line.startsWith("[otel] ")) {
          assertThat(line).matches("\\[otel] \\w+=.+: .+; .+");
          String variable = line.substring("[otel] ".length(), line.indexOf('='));
          if (variable.equals("OTEL_RESOURCE_ATTRIBUTES")) {
            // otel-handler has the agent's resource in front of the user's
            assertThat(line).contains(BAD.get(variable) + ": ");
          } else {
            assertThat(line).startsWith("[otel] " + variable + "=" + BAD.get(variable) + ": ");
          }
          variables.add(variable);
        }
      }
      assertThat(variables)
          .containsExactlyInAnyOrderElementsOf(
              BAD.keySet().stream()
                  .filter(variable -> !variable.equals("OTEL_TRACES_SAMPLER"))
                  .toList());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void console_printsWhatIsSent(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.WebHandler")
            .environment("OTEL_TRACES_EXPORTER", "otlp,console")
            .build()) {
      lambda.invoke(InvocationRequest.of("{}"));
      assertThat(lambda.telemetry().spans()).hasSize(1);
      String span =
          HexFormat.of().formatHex(lambda.telemetry().spans().get(0).getSpanId().toByteArray());
      assertThat(lambda.output()).filteredOn(line -> line.contains(span)).isNotEmpty();
    }
  }
}
