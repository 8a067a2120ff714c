package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An invocation that hangs is seen, although Lambda kills it. */
class TimeoutGuardIT {

  @ParameterizedTest
  @ValueSource(strings = {"before-response", "after-response"})
  void handlerThatHangs_isExportedBeforeItsDeadline(String policy) {
    try (LambdaEnvironment lambda =
        function(Layer.WRAPPER).environment("OTEL_LAMBDA_FLUSH", policy).build()) {
      lambda.init();
      InvocationResult result = lambda.invoke("{\"do\":\"hang\"}");
      assertThat(result.status()).isEqualTo(InvocationResult.Status.TIMEOUT);
      List<Span> spans = lambda.telemetry().spans();
      assertThat(spans).hasSize(2);
      Span function = named(spans, "orders");
      assertThat(function.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(text(function, "error.type")).isEqualTo("timeout");
      assertThat(spans)
          .allSatisfy(
              span ->
                  assertThat(span.getAttributesList())
                      .extracting(KeyValue::getKey)
                      .contains("otel.lambda.unfinished"));
      assertThat(named(spans, "work").getParentSpanId()).isEqualTo(function.getSpanId());
    }
  }

  @Test
  void switchedOff_nothingIsExported() {
    try (LambdaEnvironment lambda =
        function(Layer.WRAPPER).environment("OTEL_LAMBDA_TIMEOUT_GUARD", "false").build()) {
      lambda.init();
      assertThat(lambda.invoke("{\"do\":\"hang\"}").status())
          .isEqualTo(InvocationResult.Status.TIMEOUT);
      assertThat(lambda.telemetry().spans()).isEmpty();
    }
  }

  private static LambdaEnvironmentBuilder function(Layer layer) {
    return layer.function("functions.Obedient").timeout(Duration.ofSeconds(3));
  }

  private static Span named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  private static String text(Span span, String attribute) {
    return span.getAttributesList().stream()
        .filter(a -> a.getKey().equals(attribute))
        .map(a -> a.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }
}
