package io.opentelemetry.lambda.instrumentation.internal.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.TestContext;
import io.opentelemetry.lambda.instrumentation.TestTelemetry;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnIntervalTest {

  private final TestTelemetry telemetry = TestTelemetry.create();

  @ParameterizedTest
  @CsvSource({
    "AWS_LAMBDA_MAX_CONCURRENCY, 8",
    "AWS_LAMBDA_INITIALIZATION_TYPE, lambda-managed-instances"
  })
  void managedInstances_exportAtIntervals(String variable, String value) {
    Map<String, String> variables = new HashMap<>();
    variables.put(variable, value);
    variables.put("OTEL_BSP_SCHEDULE_DELAY", "5");
    create(variables);
    Await.until(() -> telemetry.flushTimeouts().size() >= 3);
  }

  @ParameterizedTest
  @CsvSource({"before-response", "after-response", "adaptive"})
  void managedInstances_holdNoResponse(String choice) {
    FlushPolicy policy =
        create(Map.of("AWS_LAMBDA_MAX_CONCURRENCY", "8", "OTEL_LAMBDA_FLUSH", choice));
    policy.afterInvocation(TestContext.create());
    assertThat(telemetry.flushTimeouts()).isEmpty();
  }

  @Test
  void threadThatIsInterrupted_stillWaits() {
    create(Map.of("AWS_LAMBDA_MAX_CONCURRENCY", "8", "OTEL_BSP_SCHEDULE_DELAY", "600000"));
    FlushThreads.interruptAndAwaitParked("otel-flush");
  }

  private FlushPolicy create(Map<String, String> variables) {
    return FlushPolicies.create(telemetry, new InstrumentationSettings(variables::get));
  }
}
