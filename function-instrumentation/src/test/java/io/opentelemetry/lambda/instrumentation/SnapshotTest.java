package io.opentelemetry.lambda.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.sdk.trace.data.EventData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what happens before the first invocation, and around a snapshot of the process. */
class SnapshotTest {

  private final TestTelemetry telemetry = TestTelemetry.create();

  @ParameterizedTest
  @ValueSource(strings = {"", "parentbased_always_on", "always_on"})
  void initialized_reportsNothingOfItsOwn(String sampler) {
    create(Map.of("OTEL_TRACES_SAMPLER", sampler)).initialized();
    assertThat(telemetry.spans()).isEmpty();
    assertThat(telemetry.flushTimeouts()).isEmpty();
    assertThat(telemetry.primings()).isEqualTo(1);
  }

  @Test
  void firstInvocation_isTheColdStart_afterAPriming() throws Exception {
    FunctionInstrumentation function = create(Map.of());
    function.initialized();
    invoke(function);
    assertThat(telemetry.spans())
        .extracting(span -> span.getAttributes().get(AttributeKey.booleanKey("faas.coldstart")))
        .containsExactly(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "parentbased_always_on", "always_on"})
  void beforeCheckpoint_reportsNothingOfItsOwn(String sampler) {
    create(Map.of("OTEL_TRACES_SAMPLER", sampler)).beforeCheckpoint();
    assertThat(telemetry.spans()).isEmpty();
    assertThat(telemetry.flushTimeouts()).isEmpty();
    assertThat(telemetry.checkpoints()).containsExactly("before");
  }

  @Test
  void eachRestore_isFollowedByOneColdStart_thatTellsIt() throws Exception {
    FunctionInstrumentation function = create(Map.of());
    function.beforeCheckpoint();
    function.afterRestore();
    invoke(function);
    invoke(function);
    assertThat(telemetry.checkpoints()).containsExactly("before", "after");
    assertThat(telemetry.spans())
        .extracting(span -> span.getAttributes().get(AttributeKey.booleanKey("faas.coldstart")))
        .containsExactly(true, false);
    assertThat(telemetry.spans().get(0).getEvents())
        .extracting(EventData::getName)
        .containsExactly("otel.lambda.restored");
    assertThat(telemetry.spans().get(1).getEvents()).isEmpty();
  }

  private FunctionInstrumentation create(Map<String, String> variables) {
    return FunctionInstrumentation.create(telemetry, new InstrumentationSettings(variables::get));
  }

  private static void invoke(FunctionInstrumentation function) throws Exception {
    function.handle(
        (event, response, context) -> {},
        new ByteArrayInputStream(new byte[] {'{', '}'}),
        new ByteArrayOutputStream(),
        TestContext.create());
  }
}
