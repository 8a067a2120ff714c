package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is wrong with the set-up, the function answers as without a layer, and a line says so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailOpenIT {

  private static final List<String> EVENTS =
      List.of(
          "{}",
          "{\"httpMethod\":{},\"resource\":7,\"headers\":[1,{\"a\":null}],\"requestContext\":[]}",
          "{\"requestContext\":{\"http\":\"GET\"},\"headers\":{\"traceparent\":[\"a\"]}}",
          "{\"fail\":true}");

  private List<String> bare;

  @BeforeAll
  void runBare() {
    bare = responses(Layer.NONE.function("functions.ObjectHandler").build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WRAPPER   | 0 | OTEL_SERVICE_NAME                             | orders
          WRAPPER   | 1 | OTEL_EXPORTER_OTLP_ENDPOINT                   | http://localhost:1
          WRAPPER   | 1 | OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT | soon
          JAVAAGENT | 1 | OTEL_PROPAGATORS                              | nonsense
          JAVAAGENT | 1 | OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT | soon
          """)
  void fault(Layer layer, int lines, String variable, String value) {
    LambdaEnvironment lambda =
        layer.function("functions.ObjectHandler").environment(variable, value).build();
    assertThat(responses(lambda)).isEqualTo(bare);
    assertThat(lambda.output())
        .filteredOn(line -> line.startsWith("[otel] "))
        .filteredOn(line -> !line.contains(" spans wait, and are lost "))
        .hasSize(lines);
    // the agent's own, when it cannot start, is printed once
    assertThat(lambda.output())
        .filteredOn(line -> line.contains("at io.opentelemetry."))
        .doesNotHaveDuplicates()
        .allMatch(line -> layer == Layer.JAVAAGENT);
  }

  private static List<String> responses(LambdaEnvironment lambda) {
    try (lambda) {
      return EVENTS.stream().map(lambda::invoke).map(FailOpenIT::text).toList();
    }
  }

  private static String text(InvocationResult result) {
    return result.response() + " " + result.error();
  }
}
