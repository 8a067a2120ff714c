package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.instrumentation.TriggerRows;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file of declarative configuration in the place of variables. */
class ConfigurationFileIT {

  private static final String FILE =
      """
      file_format: "1.0"
      resource:
        attributes:
          - name: service.name
            value: from-file
          - name: deployment.environment
            value: prod
      propagator:
        composite:
          - tracecontext:
          - baggage:
      tracer_provider:
        processors:
          - batch:
              exporter:
                otlp_http:
                  endpoint: ${OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces
        sampler:
          parent_based:
            root:
              always_on:
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void span_arrivesBeforeTheResponse_withBothResources(Layer layer) throws Exception {
    Files.write(folder.resolve("otel.yaml"), FILE.getBytes(UTF_8));
    try (LambdaEnvironment lambda = function(layer).build()) {
      assertThat(lambda.invoke(InvocationRequest.of("{}")).response())
          .isEqualTo(TriggerRows.RESPONSE);
      assertThat(lambda.telemetry().spans()).hasSize(1);
      ResourceSpans spans = lambda.telemetry().resourceSpans().get(0);
      Map<String, String> resource =
          spans.getResource().getAttributesList().stream()
              .collect(
                  Collectors.toMap(
                      attribute -> attribute.getKey(),
                      attribute -> attribute.getValue().getStringValue()));
      assertThat(resource)
          .containsEntry("service.name", "from-file")
          .containsEntry("deployment.environment", "prod")
          .containsEntry("cloud.provider", "aws")
          .containsKey("faas.name");
      assertThat(lambda.output()).noneMatch(line -> line.startsWith("[otel] "));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void fileThatIsNoConfiguration_isALine_andTheVariablesAreUsed(Layer layer) throws Exception {
    Files.writeString(folder.resolve("otel.yaml"), "- no\n- configuration\n");
    assertThat(said(layer))
        .singleElement()
        .asString()
        .startsWith("[otel] OTEL_CONFIG_FILE=/tmp/otel.yaml: the file has no ")
        .endsWith("; the variables are used");
  }

  @Test
  void partsThatTheWrapperDoesNotKnow_areSaid_andTheRestIsUsed() throws Exception {
    Files.writeString(
        folder.resolve("otel.yaml"),
        FILE.replace(
                "  sampler:\n",
                "    - simple:\n        exporter:\n          otlp_file/development:\n  sampler:\n")
            + "instrumentation/development:\n  java:\n");
    assertThat(said(Layer.WRAPPER))
        .containsExactlyInAnyOrder(
            "[otel] OTEL_CONFIG_FILE=/tmp/otel.yaml: instrumentation/development is not known"
                + " here; the rest is used",
            "[otel] OTEL_CONFIG_FILE=/tmp/otel.yaml: traces.otlp_file/development is not known"
                + " here; the rest is used");
  }

  /** The layer's lines on a function with the file, which is traced. */
  private List<String> said(Layer layer) {
    try (LambdaEnvironment lambda = function(layer).build()) {
      assertThat(lambda.invoke(InvocationRequest.of("{}")).response())
          .isEqualTo(TriggerRows.RESPONSE);
      assertThat(lambda.telemetry().spans()).hasSize(1);
      return UserCodeIT.diagnostics(lambda);
    }
  }

  private LambdaEnvironmentBuilder function(Layer layer) {
    return layer
        .function("functions.WebHandler")
        .tmp(folder)
        .environment("OTEL_CONFIG_FILE", "/tmp/otel.yaml");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void missingFile_isALine_andTheVariablesAreUsed(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.WebHandler")
            .environment("OTEL_CONFIG_FILE", "/missing.yaml")
            .build()) {
      assertThat(lambda.invoke(InvocationRequest.of("{}")).response())
          .isEqualTo(TriggerRows.RESPONSE);
      assertThat(lambda.telemetry().spans()).hasSize(1);
      assertThat(lambda.output())
          .filteredOn(line -> line.startsWith("[otel] "))
          .containsExactly(
              "[otel] OTEL_CONFIG_FILE=/missing.yaml: no such file; the variables are used");
    }
  }
}
