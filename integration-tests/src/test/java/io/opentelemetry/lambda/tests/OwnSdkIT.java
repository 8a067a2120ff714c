package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.ReceivedTelemetry;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An SDK that the function makes for itself, not as the global one: its batches would be frozen.
 */
class OwnSdkIT {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "WRAPPER, 1.20, traces",
    "WRAPPER, 1.45, logs",
    "JAVAAGENT, 1.20, traces",
    "JAVAAGENT, 1.45, logs"
  })
  void whatItHolds_isFlushedBeforeTheFreeze(Layer layer, String release, String event) {
    try (LambdaEnvironment lambda = function(layer, release)) {
      for (int i = 1; i <= 2; i++) {
        assertThat(lambda.invoke("\"" + event + "\"").response())
            .as(lambda.output().toString())
            .isEqualTo("\"done\"");
        ReceivedTelemetry received = lambda.telemetry();
        assertThat(received.spans())
            .extracting(Span::getName)
            .filteredOn(name -> name.equals("private.work"))
            .hasSize(i);
        assertThat(metrics(received)).contains("private.count");
        assertThat(received.resourceLogs()).hasSize(event.equals("logs") ? i : 0);
      }
    }
  }

  private static List<String> metrics(ReceivedTelemetry received) {
    return received.resourceMetrics().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .map(Metric::getName)
        .toList();
  }

  private LambdaEnvironment function(Layer layer, String release) {
    List<String> libraries = List.of("api-" + release, "sdk-" + release, "otlp-" + release);
    return layer.function(FunctionFolder.create(folder, libraries), "functions.PrivateSdk").build();
  }
}
