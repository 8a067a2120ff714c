package io.opentelemetry.lambda.wrapper;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.concurrent.TimeUnit;

/** The service that the wrapper finds in these tests: keeps spans in memory. */
public final class TestTelemetry implements Telemetry {

  static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

  private static final OpenTelemetry SDK =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();

  @Override
  public OpenTelemetry openTelemetry() {
    return SDK;
  }

  @Override
  public boolean flush(long timeout, TimeUnit unit) {
    return true;
  }

  @Override
  public boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    return true;
  }

  @Override
  public void prime() {}

  @Override
  public void beforeCheckpoint(long timeout, TimeUnit unit) {}

  @Override
  public void afterRestore() {}
}
