package io.opentelemetry.lambda.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.lambda.sdk.internal.direct.NoMeters;

/** Traces, and nothing of metrics and logs, so that nothing of them is loaded. */
final class TracesOnly implements OpenTelemetry, MeterProvider {

  private static final String INSTRUMENTATION = "io.opentelemetry.";

  private final TracerProvider tracerProvider;
  private final ContextPropagators propagators;

  TracesOnly(TracerProvider tracerProvider, ContextPropagators propagators) {
    this.tracerProvider = tracerProvider;
    this.propagators = propagators;
  }

  @Override
  public TracerProvider getTracerProvider() {
    return tracerProvider;
  }

  @Override
  public MeterProvider getMeterProvider() {
    return this;
  }

  /** Hands out a meter that counts nothing: counting each call would cost a tenth of its span. */
  @Override
  public MeterBuilder meterBuilder(String scope) {
    return scope.startsWith(INSTRUMENTATION)
        ? new NoMeters()
        : MeterProvider.noop().meterBuilder(scope);
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }

  @Override
  public String toString() {
    return "TracesOnly{tracerProvider=" + tracerProvider + ", propagators=" + propagators + "}";
  }
}
