package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.InvocationResult.Status;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A response that Lambda refuses for its size, after the handler has returned it. */
class ResponseSizeIT {

  /** With its quotes, the longest that Lambda takes. */
  private static final int MAX_LENGTH = 6 * 1024 * 1024 + 100 - 2;

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void tooLargeResponse_isAnError_andTheCallerSeesWhatItSeesBare(Layer layer) {
    try (LambdaEnvironment bare = Layer.NONE.function("functions.LargeResponse").build();
        LambdaEnvironment lambda = layer.function("functions.LargeResponse").build()) {
      for (int length : new int[] {MAX_LENGTH, MAX_LENGTH + 1}) {
        InvocationResult expected = bare.invoke(String.valueOf(length));
        InvocationResult result = lambda.invoke(String.valueOf(length));
        assertThat(result.status())
            .isEqualTo(length > MAX_LENGTH ? Status.ERROR : Status.OK)
            .isEqualTo(expected.status());
        assertThat(withoutIds(result)).isEqualTo(withoutIds(expected));
      }
      List<Span> spans = lambda.telemetry().spans();
      assertThat(spans)
          .extracting(span -> span.getStatus().getCode())
          .containsExactly(StatusCode.STATUS_CODE_UNSET, StatusCode.STATUS_CODE_ERROR);
      assertThat(spans.get(1).getAttributesList())
          .filteredOn(attribute -> attribute.getKey().equals("error.type"))
          .extracting(attribute -> attribute.getValue().getStringValue())
          .containsExactly("Function.ResponseSizeTooLarge");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void tooLargeResponse_countsAsAnErrorOfTheFunction(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.LargeResponse")
            .environment("OTEL_METRICS_EXPORTER", "otlp")
            // the metric does not depend on a span
            .environment("OTEL_TRACES_SAMPLER", "always_off")
            .build()) {
      lambda.invoke(String.valueOf(MAX_LENGTH + 1));
      assertThat(
              lambda.telemetry().resourceMetrics().stream()
                  .flatMap(resource -> resource.getScopeMetricsList().stream())
                  .flatMap(scope -> scope.getMetricsList().stream())
                  .map(Metric::getName))
          .contains("faas.errors")
          .doesNotContain("faas.invocations");
    }
  }

  /** As the caller gets it. */
  private static String withoutIds(InvocationResult result) {
    return new String(result.payload(), StandardCharsets.UTF_8)
        .replaceAll("[0-9a-f]{8}-[-0-9a-f]{27}", "ID");
  }
}
