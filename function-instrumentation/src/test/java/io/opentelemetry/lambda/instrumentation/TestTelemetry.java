package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Keeps what is reported, and how it is asked to let it go. */
public final class TestTelemetry implements Telemetry {

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final List<Long> flushTimeouts = new CopyOnWriteArrayList<>();
  private final List<String> unfinished = new CopyOnWriteArrayList<>();
  private final List<String> checkpoints = new CopyOnWriteArrayList<>();
  private final OpenTelemetry openTelemetry;
  private int primings;
  private volatile Runnable onFlush = () -> {};

  public static TestTelemetry create() {
    return create(
        TextMapPropagator.composite(
            W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()));
  }

  static TestTelemetry create(TextMapPropagator propagator) {
    return new TestTelemetry(propagator);
  }

  private TestTelemetry(TextMapPropagator propagator) {
    openTelemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .setPropagators(ContextPropagators.create(propagator))
            .build();
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  @Override
  public boolean flush(long timeout, TimeUnit unit) {
    onFlush.run();
    flushTimeouts.add(unit.toMillis(timeout));
    return true;
  }

  @Override
  public boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    unfinished.add(traceId);
    return true;
  }

  @Override
  public void prime() {
    primings++;
  }

  @Override
  public void beforeCheckpoint(long timeout, TimeUnit unit) {
    checkpoints.add("before");
  }

  @Override
  public void afterRestore() {
    checkpoints.add("after");
  }

  /** Sets what a flush is to do, or to wait for. */
  public void onFlush(Runnable action) {
    onFlush = action;
  }

  /** The time that each flush was given, in milliseconds, in order of their ends. */
  public List<Long> flushTimeouts() {
    return flushTimeouts;
  }

  /** The traces whose open spans were to be exported. */
  public List<String> unfinished() {
    return unfinished;
  }

  int primings() {
    return primings;
  }

  List<String> checkpoints() {
    return checkpoints;
  }

  public List<SpanData> spans() {
    return exporter.getFinishedSpanItems();
  }

  Collection<MetricData> metrics() {
    return metrics.collectAllMetrics();
  }
}
