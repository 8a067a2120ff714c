package io.opentelemetry.lambda.sdk.internal.direct;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import io.opentelemetry.context.Context;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes what the SDK counts of its own spans where there are no metrics, and tells instrumentation
 * libraries to count nothing. The API's own no-op meter loads some ninety classes for that, within
 * the first invocation.
 */
public final class NoMeters implements Supplier<MeterProvider>, MeterProvider, MeterBuilder, Meter {

  /** By which instrumentation libraries find out whether an SDK can do what their metrics need. */
  private static final String TEST = "compatibility-test";

  @Override
  public MeterProvider get() {
    return this;
  }

  @Override
  public MeterBuilder meterBuilder(String scope) {
    return this;
  }

  @Override
  public MeterBuilder setSchemaUrl(String schemaUrl) {
    return this;
  }

  @Override
  public MeterBuilder setInstrumentationVersion(String version) {
    return this;
  }

  @Override
  public Meter build() {
    return this;
  }

  @Override
  public LongCounterBuilder counterBuilder(String name) {
    return new Counter();
  }

  @Override
  public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
    return new UpDownCounter();
  }

  @Override
  public DoubleHistogramBuilder histogramBuilder(String name) {
    return name.equals(TEST) ? new IncompatibleHistogram() : apis().histogramBuilder(name);
  }

  @Override
  public DoubleGaugeBuilder gaugeBuilder(String name) {
    return apis().gaugeBuilder(name);
  }

  private static Meter apis() {
    return MeterProvider.noop().get("");
  }

  private static final class Counter implements LongCounterBuilder, LongCounter {

    @Override
    public LongCounterBuilder setDescription(String description) {
      return this;
    }

    @Override
    public LongCounterBuilder setUnit(String unit) {
      return this;
    }

    @Override
    public DoubleCounterBuilder ofDoubles() {
      return apis().counterBuilder("").ofDoubles();
    }

    @Override
    public LongCounter build() {
      return this;
    }

    @Override
    public ObservableLongCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
      return apis().counterBuilder("").buildWithCallback(callback);
    }

    @Override
    public void add(long value) {}

    @Override
    public void add(long value, Attributes attributes) {}

    @Override
    public void add(long value, Attributes attributes, Context context) {}
  }

  private static final class UpDownCounter implements LongUpDownCounterBuilder, LongUpDownCounter {

    @Override
    public LongUpDownCounterBuilder setDescription(String description) {
      return this;
    }

    @Override
    public LongUpDownCounterBuilder setUnit(String unit) {
      return this;
    }

    @Override
    public DoubleUpDownCounterBuilder ofDoubles() {
      return apis().upDownCounterBuilder("").ofDoubles();
    }

    @Override
    public LongUpDownCounter build() {
      return this;
    }

    @Override
    public ObservableLongUpDownCounter buildWithCallback(
        Consumer<ObservableLongMeasurement> callback) {
      return apis().upDownCounterBuilder("").buildWithCallback(callback);
    }

    @Override
    public void add(long value) {}

    @Override
    public void add(long value, Attributes attributes) {}

    @Override
    public void add(long value, Attributes attributes, Context context) {}
  }

  private static final class IncompatibleHistogram implements DoubleHistogramBuilder {

    @Override
    public DoubleHistogramBuilder setDescription(String description) {
      return this;
    }

    @Override
    public DoubleHistogramBuilder setUnit(String unit) {
      return this;
    }

    @Override
    public LongHistogramBuilder ofLongs() {
      return apis().histogramBuilder("").ofLongs();
    }

    @Override
    public DoubleHistogram build() {
      return apis().histogramBuilder("").build();
    }
  }
}
