package io.opentelemetry.lambda.sdk;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.function.BiFunction;

/** Puts the pipeline's parts into the places of the SDK's; what it does not know stays. */
final class Replacement<T> implements BiFunction<T, ConfigProperties, T> {

  private final Pipeline pipeline;

  Replacement(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  @SuppressWarnings("unchecked") // each is replaced by one of the same kind
  public T apply(T component, ConfigProperties config) {
    return (T) replace(component, config);
  }

  private Object replace(Object component, ConfigProperties config) {
    if (component instanceof BatchSpanProcessor) {
      return pipeline.spanProcessor(((BatchSpanProcessor) component).getSpanExporter(), config);
    }
    if (component instanceof SdkTracerProviderBuilder) {
      return pipeline.withIdGenerator((SdkTracerProviderBuilder) component);
    }
    if (component instanceof BatchLogRecordProcessor) {
      return pipeline.logRecordProcessor(
          ((BatchLogRecordProcessor) component).getLogRecordExporter(), config);
    }
    if (component instanceof MetricExporter) {
      return pipeline.metricExporter((MetricExporter) component);
    }
    return component;
  }
}
