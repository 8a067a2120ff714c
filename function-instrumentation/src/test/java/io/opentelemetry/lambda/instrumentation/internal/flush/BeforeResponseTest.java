package io.opentelemetry.lambda.instrumentation.internal.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.TestContext;
import io.opentelemetry.lambda.instrumentation.TestTelemetry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeforeResponseTest {

  private final TestTelemetry telemetry = TestTelemetry.create();

  @ParameterizedTest(name = "{0} ms left: {1} ms")
  @CsvSource({"30000, 29500", "3000, 2700", "1000, 900", "300, 200", "101, 1"})
  void flush_leavesAMargin(int remaining, long budget) {
    invoke(Long.MAX_VALUE, remaining);
    assertThat(telemetry.flushTimeouts()).containsExactly(budget);
  }

  @ParameterizedTest(name = "{0} ms left")
  @CsvSource({"100", "50", "0"})
  void flush_noTimeLeft_begins(int remaining) {
    invoke(Long.MAX_VALUE, remaining);
    assertThat(telemetry.flushTimeouts()).containsExactly(1L);
  }

  @ParameterizedTest(name = "{0} ms left: {1} ms")
  @CsvSource({"30000, 2000", "1000, 900"})
  void flush_usersTimeout_isAnotherBound(int remaining, long budget) {
    invoke(2000, remaining);
    assertThat(telemetry.flushTimeouts()).containsExactly(budget);
  }

  private void invoke(long timeout, int remaining) {
    new BeforeResponse(telemetry, timeout)
        .afterInvocation(TestContext.create().withRemainingMillis(remaining));
  }
}
