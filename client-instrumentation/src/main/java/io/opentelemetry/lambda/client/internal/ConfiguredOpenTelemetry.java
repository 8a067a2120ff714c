package io.opentelemetry.lambda.client.internal;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.incubator.ExtendedOpenTelemetry;
import io.opentelemetry.api.incubator.config.ConfigProvider;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.instrumentation.config.bridge.DeclarativeConfigBridge;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.util.Collections;

/** An OpenTelemetry from which libraries read their settings as they do in the agent. */
public final class ConfiguredOpenTelemetry implements ExtendedOpenTelemetry {

  private final OpenTelemetry delegate;
  private final ConfigProvider config;

  public static OpenTelemetry of(OpenTelemetry delegate) {
    ComponentLoader loader =
        ComponentLoader.forClassLoader(ConfiguredOpenTelemetry.class.getClassLoader());
    return new ConfiguredOpenTelemetry(
        delegate,
        DeclarativeConfigBridge.createInstrumentationConfig(
            DefaultConfigProperties.create(Collections.emptyMap(), loader)));
  }

  private ConfiguredOpenTelemetry(OpenTelemetry delegate, ConfigProvider config) {
    this.delegate = delegate;
    this.config = config;
  }

  @Override
  public ConfigProvider getConfigProvider() {
    return config;
  }

  @Override
  public TracerProvider getTracerProvider() {
    return delegate.getTracerProvider();
  }

  @Override
  public MeterProvider getMeterProvider() {
    return delegate.getMeterProvider();
  }

  @Override
  public LoggerProvider getLogsBridge() {
    return delegate.getLogsBridge();
  }

  @Override
  public ContextPropagators getPropagators() {
    return delegate.getPropagators();
  }
}
