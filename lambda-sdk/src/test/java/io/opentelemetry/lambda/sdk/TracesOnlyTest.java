package io.opentelemetry.lambda.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.junit.jupiter.api.Test;

class TracesOnlyTest {

  private final OpenTelemetry telemetry =
      new TracesOnly(TracerProvider.noop(), ContextPropagators.noop());

  @Test
  void metersOfTheFunction_areTheApis() {
    assertThat(telemetry.getMeter("orders")).isSameAs(MeterProvider.noop().get("orders"));
  }

  /** As the libraries' {@code OperationMetricsUtil} tests it. */
  @Test
  void metersOfInstrumentationLibraries_failTheTestByWhichTheyCountNothing() {
    Meter meter =
        telemetry
            .getMeterProvider()
            .meterBuilder("io.opentelemetry.okhttp-3.0")
            .setInstrumentationVersion("1.0")
            .build();
    DoubleHistogramBuilder histogram = meter.histogramBuilder("compatibility-test");
    assertThat(histogram.getClass().getName()).doesNotContain("NoopDoubleHistogram");
    assertThat(histogram.getClass().getInterfaces()).containsExactly(DoubleHistogramBuilder.class);
  }

  @Test
  void otherHistogramsOfInstrumentationLibraries_takeValues() {
    Meter meter = telemetry.getMeter("io.opentelemetry.okhttp-3.0");
    meter.histogramBuilder("duration").setUnit("s").build().record(1);
    meter.histogramBuilder("size").ofLongs().build().record(1);
  }
}
