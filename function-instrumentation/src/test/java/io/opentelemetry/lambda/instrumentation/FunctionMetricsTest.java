package io.opentelemetry.lambda.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionMetricsTest {

  private static final RequestStreamHandler ANSWERS = (event, response, context) -> {};

  private final TestTelemetry telemetry = TestTelemetry.create();

  @Test
  void invocations_coldStartAndDurations_byTrigger() throws Exception {
    FunctionInstrumentation function = create(Map.of());
    function.initialized();
    invoke(function, ANSWERS, 10_000);
    invoke(function, ANSWERS, 10_000);
    Map<String, MetricData> metrics = metrics();
    assertThat(metrics)
        .containsOnlyKeys(
            "faas.invoke_duration",
            "faas.init_duration",
            "faas.mem_usage",
            "faas.cpu_usage",
            "faas.coldstarts",
            "faas.invocations");
    assertThat(sum(metrics, "faas.invocations")).isEqualTo(2);
    assertThat(sum(metrics, "faas.coldstarts")).isEqualTo(1);
    assertThat(histogram(metrics, "faas.invoke_duration").getCount()).isEqualTo(2);
    assertThat(histogram(metrics, "faas.cpu_usage").getCount()).isEqualTo(2);
    assertThat(histogram(metrics, "faas.init_duration").getCount()).isEqualTo(1);
    assertThat(histogram(metrics, "faas.init_duration").getSum()).isPositive();
    // this JVM, in bytes
    assertThat(histogram(metrics, "faas.mem_usage").getMax()).isGreaterThan(16 << 20);
    for (MetricData metric : metrics.values()) {
      for (PointData point : metric.getData().getPoints()) {
        assertThat(point.getAttributes().asMap())
            .containsExactly(Map.entry(AttributeKey.stringKey("faas.trigger"), "other"));
      }
    }
  }

  @Test
  void invocationThatFails_isAnError_andNoInvocation() {
    FunctionInstrumentation function = create(Map.of());
    assertThatThrownBy(
            () ->
                invoke(
                    function,
                    (event, response, context) -> {
                      throw new IllegalStateException("told to fail");
                    },
                    10_000))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sum(metrics(), "faas.errors")).isEqualTo(1);
    assertThat(metrics()).doesNotContainKey("faas.invocations");
  }

  @Test
  void invocationThatIsAboutToTimeOut_isATimeout() throws Exception {
    invoke(
        create(Map.of()),
        (event, response, context) -> {
          while (telemetry.unfinished().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
          }
        },
        20);
    assertThat(sum(metrics(), "faas.timeouts")).isEqualTo(1);
  }

  @Test
  void environmentOfASnapshot_hasNoInitOfItsOwn() throws Exception {
    FunctionInstrumentation function = create(Map.of());
    function.initialized();
    function.beforeCheckpoint();
    function.afterRestore();
    invoke(function, ANSWERS, 10_000);
    assertThat(metrics()).doesNotContainKey("faas.init_duration");
    assertThat(sum(metrics(), "faas.coldstarts")).isEqualTo(1);
    assertThat(sum(metrics(), "faas.invocations")).isEqualTo(1);
  }

  @Test
  void severalInvocationsAtATime_haveNoCpuTimeOfTheirOwn() throws Exception {
    invoke(create(Map.of("AWS_LAMBDA_MAX_CONCURRENCY", "8")), ANSWERS, 10_000);
    assertThat(metrics()).containsKey("faas.invoke_duration").doesNotContainKey("faas.cpu_usage");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none"})
  void metricsOff_nothingIsReported(String exporter) throws Exception {
    invoke(create(Map.of(InstrumentationSettings.METRICS_EXPORTER, exporter)), ANSWERS, 10_000);
    assertThat(metrics()).isEmpty();
  }

  private FunctionInstrumentation create(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>();
    environment.put(InstrumentationSettings.METRICS_EXPORTER, "otlp");
    environment.putAll(variables);
    return FunctionInstrumentation.create(telemetry, new InstrumentationSettings(environment::get));
  }

  private static void invoke(
      FunctionInstrumentation function, RequestStreamHandler handler, int remainingMillis)
      throws Exception {
    function.handle(
        handler,
        new ByteArrayInputStream(new byte[] {'{', '}'}),
        new ByteArrayOutputStream(),
        TestContext.create().withRemainingMillis(remainingMillis));
  }

  private Map<String, MetricData> metrics() {
    return telemetry.metrics().stream().collect(Collectors.toMap(MetricData::getName, m -> m));
  }

  private static long sum(Map<String, MetricData> metrics, String name) {
    return metrics.get(name).getLongSumData().getPoints().stream()
        .mapToLong(LongPointData::getValue)
        .sum();
  }

  private static HistogramPointData histogram(Map<String, MetricData> metrics, String name) {
    return metrics.get(name).getHistogramData().getPoints().iterator().next();
  }
}
