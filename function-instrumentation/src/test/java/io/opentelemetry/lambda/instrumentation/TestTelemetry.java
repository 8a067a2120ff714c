package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps what is reported, and how it is flushed. */
final class TestTelemetry implements Telemetry {

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final List<Long> flushTimeouts = new ArrayList<>();
  private final OpenTelemetry openTelemetry;

  static TestTelemetry create() {
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
            .setPropagators(ContextPropagators.create(propagator))
            .build();
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  @Override
  public boolean flush(long timeout, TimeUnit unit) {
    flushTimeouts.add(unit.toMillis(timeout));
    return true;
  }

  @Override
  public boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    return flush(timeout, unit);
  }

  @Override
  public void shutdown(long timeout, TimeUnit unit) {
    flush(timeout, unit);
  }

  @Override
  public void beforeCheckpoint(long timeout, TimeUnit unit) {
    flush(timeout, unit);
  }

  @Override
  public void afterRestore() {}

  List<Long> flushTimeouts() {
    return flushTimeouts;
  }

  List<SpanData> spans() {
    return exporter.getFinishedSpanItems();
  }
}
