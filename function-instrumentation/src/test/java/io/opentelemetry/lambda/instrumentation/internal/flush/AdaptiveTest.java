package io.opentelemetry.lambda.instrumentation.internal.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.TestContext;
import io.opentelemetry.lambda.instrumentation.TestTelemetry;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdaptiveTest {

  private final TestTelemetry telemetry = TestTelemetry.create();
  private LocalExtensionsApi lambda;
  private int invocations;

  @BeforeEach
  void start() throws IOException {
    lambda = LocalExtensionsApi.start();
  }

  @AfterEach
  void close() {
    lambda.close();
  }

  @Test
  void invocationsThatFollowClosely_areNotEachExported() {
    FlushPolicy policy = create("3600000");
    invoke(policy, 50);
    // until it knows how close they are
    assertThat(telemetry.flushTimeouts()).hasSize(4);
  }

  @Test
  void nextInvocationExpectedAfterTheIntervalsEnd_exportsEach() {
    FlushPolicy policy = create("0");
    invoke(policy, 10);
    assertThat(telemetry.flushTimeouts()).hasSize(10);
  }

  @Test
  void intervalOver_exportsOnce() {
    FlushPolicy policy = create("200");
    long end = System.nanoTime() + 1_000_000_000L;
    while (System.nanoTime() < end) {
      invoke(policy, 1);
    }
    assertThat(telemetry.flushTimeouts()).hasSizeBetween(5, invocations - 1);
  }

  private FlushPolicy create(String interval) {
    Map<String, String> variables =
        Map.of(
            "AWS_LAMBDA_RUNTIME_API",
            lambda.address(),
            "OTEL_LAMBDA_FLUSH",
            "adaptive",
            "OTEL_LAMBDA_FLUSH_INTERVAL",
            interval);
    return FlushPolicies.create(telemetry, new InstrumentationSettings(variables::get));
  }

  private void invoke(FlushPolicy policy, int times) {
    for (int i = 0; i < times; i++) {
      invocations++;
      lambda.invoke("" + invocations, System.currentTimeMillis() + 10_000);
      policy.afterInvocation(TestContext.create().withRequestId("" + invocations));
      Await.until(() -> lambda.asked() > invocations);
    }
  }
}
