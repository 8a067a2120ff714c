package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.sdk.internal.Configuration;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way of telemetry out of the process: from the SDK's providers through the processors of this
 * package to the exporters. There is one, for each SDK that is set up with these classes.
 */
final class Pipeline {

  private static final Pipeline INSTANCE = new Pipeline();

  private final List<OpenTelemetrySdk> sdks = new CopyOnWriteArrayList<>();
  private final List<SdkTracerProvider> tracerProviders = new CopyOnWriteArrayList<>();
  private final List<BufferedSpanProcessor> spanProcessors = new CopyOnWriteArrayList<>();
  private final List<SaltedIdGenerator> idGenerators = new CopyOnWriteArrayList<>();
  private final RestoredInstance restored = new RestoredInstance();

  static Pipeline instance() {
    return INSTANCE;
  }

  /** A process that may be copied gets ids of its own in each copy. */
  SdkTracerProviderBuilder withIdGenerator(SdkTracerProviderBuilder builder) {
    if (Configuration.isSnapStart()) {
      SaltedIdGenerator generator = SaltedIdGenerator.create();
      idGenerators.add(generator);
      builder.setIdGenerator(generator);
    }
    return builder;
  }

  SpanProcessor spanProcessor(SpanExporter exporter, ConfigProperties config) {
    return spanProcessor(
        exporter,
        Configuration.batchSize(config, "otel.bsp"),
        Configuration.maxQueueSize(config, "otel.bsp"));
  }

  private SpanProcessor spanProcessor(SpanExporter exporter, int maxBatchSize, int maxHeld) {
    BufferedSpanProcessor processor =
        new BufferedSpanProcessor(this, exporter, maxBatchSize, maxHeld);
    spanProcessors.add(processor);
    return processor;
  }

  SpanProcessor spanProcessor(SpanExporter exporter) {
    return spanProcessor(exporter, Configuration.DEFAULT_BATCH_SIZE, Configuration.UNLIMITED);
  }

  LogRecordProcessor logRecordProcessor(LogRecordExporter exporter, ConfigProperties config) {
    return new BufferedLogRecordProcessor(
        this,
        exporter,
        Configuration.batchSize(config, "otel.blrp"),
        Configuration.maxQueueSize(config, "otel.blrp"));
  }

  MetricExporter metricExporter(MetricExporter exporter) {
    return new PipelineMetricExporter(this, exporter);
  }

  /** Adds the only part of an SDK that reports. */
  void add(SdkTracerProvider tracerProvider) {
    tracerProviders.add(tracerProvider);
  }

  void add(OpenTelemetrySdk sdk) {
    sdks.add(sdk);
  }

  boolean isInstalled() {
    return !sdks.isEmpty();
  }

  RestoredInstance restored() {
    return restored;
  }

  boolean flush(long timeout, TimeUnit unit) {
    long start = System.nanoTime();
    long remaining = unit.toNanos(timeout);
    boolean done = true;
    for (CompletableResultCode result : handOver()) {
      if (!result.isDone() && remaining > 0) {
        result.join(remaining - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
      }
      done &= result.isDone();
    }
    return done;
  }

  boolean exportUnfinished(@Nullable String traceId, long timeout, TimeUnit unit) {
    for (BufferedSpanProcessor processor : spanProcessors) {
      processor.addUnfinished(traceId);
    }
    return flush(timeout, unit);
  }

  private List<CompletableResultCode> handOver() {
    List<CompletableResultCode> results = new ArrayList<>();
    for (SdkTracerProvider tracerProvider : tracerProviders) {
      results.add(tracerProvider.forceFlush());
    }
    for (OpenTelemetrySdk sdk : sdks) {
      results.add(sdk.getSdkTracerProvider().forceFlush());
      results.add(sdk.getSdkMeterProvider().forceFlush());
      results.add(sdk.getSdkLoggerProvider().forceFlush());
    }
    return results;
  }

  void shutdown(long timeout, TimeUnit unit) {
    exportUnfinished(null, timeout, unit);
    for (SdkTracerProvider tracerProvider : tracerProviders) {
      tracerProvider.shutdown();
    }
    for (OpenTelemetrySdk sdk : sdks) {
      sdk.shutdown();
    }
  }

  void beforeCheckpoint(long timeout, TimeUnit unit) {
    flush(timeout, unit);
  }

  void afterRestore() {
    for (SaltedIdGenerator generator : idGenerators) {
      generator.renew();
    }
    restored.renew();
  }
}
