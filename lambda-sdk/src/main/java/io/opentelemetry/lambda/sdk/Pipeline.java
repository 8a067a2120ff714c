package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.sdk.internal.ItemCounts;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.lambda.sdk.internal.http.Outbox;
import io.opentelemetry.lambda.sdk.internal.restored.RestoredInstance;
import io.opentelemetry.lambda.sdk.internal.restored.SaltedIdGenerator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
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

  private static final Pipeline INSTANCE = new Pipeline(Outbox.instance());

  private static final long SHUTDOWN = TimeUnit.SECONDS.toNanos(1);

  /** Lambda kills the process 300 to 500 ms after SIGTERM: what waits is said before. */
  private static final long UNTIL_SAID = TimeUnit.MILLISECONDS.toNanos(100);

  private final List<SdkTracerProvider> tracerProviders = new CopyOnWriteArrayList<>();
  private final List<SdkMeterProvider> meterProviders = new CopyOnWriteArrayList<>();
  private final List<SdkLoggerProvider> loggerProviders = new CopyOnWriteArrayList<>();
  private final List<BufferedSpanProcessor> spanProcessors = new CopyOnWriteArrayList<>();
  private final List<SaltedIdGenerator> idGenerators = new CopyOnWriteArrayList<>();
  private final List<ItemCounts> counts = new CopyOnWriteArrayList<>();
  private final Outbox outbox;
  private volatile boolean drained;
  private volatile boolean closed;
  private final RestoredInstance restored = new RestoredInstance();

  static Pipeline instance() {
    return INSTANCE;
  }

  Pipeline(Outbox outbox) {
    this.outbox = outbox;
  }

  /** A process that may be copied gets ids of its own in each copy. */
  SdkTracerProviderBuilder withIdGenerator(SdkTracerProviderBuilder builder) {
    return SdkSettings.isSnapStart() ? builder.setIdGenerator(idGenerator()) : builder;
  }

  IdGenerator idGenerator() {
    SaltedIdGenerator generator = SaltedIdGenerator.create();
    idGenerators.add(generator);
    return generator;
  }

  BufferedSpanProcessor spanProcessor(SpanExporter exporter, ConfigProperties config) {
    return spanProcessor(
        exporter, SdkSettings.batchSize(config, "otel.bsp"), maxQueueSize(config, "otel.bsp"));
  }

  BufferedSpanProcessor spanProcessor(SpanExporter exporter, int maxBatchSize, int maxHeld) {
    BufferedSpanProcessor processor =
        new BufferedSpanProcessor(this, exporter, maxBatchSize, maxHeld, count("spans"));
    spanProcessors.add(processor);
    return processor;
  }

  BufferedSpanProcessor spanProcessor(SpanExporter exporter) {
    return spanProcessor(exporter, SdkSettings.DEFAULT_BATCH_SIZE, Integer.MAX_VALUE);
  }

  LogRecordProcessor logRecordProcessor(LogRecordExporter exporter, ConfigProperties config) {
    return logRecordProcessor(
        exporter, SdkSettings.batchSize(config, "otel.blrp"), maxQueueSize(config, "otel.blrp"));
  }

  LogRecordProcessor logRecordProcessor(LogRecordExporter exporter, int maxBatchSize, int maxHeld) {
    return new BufferedLogRecordProcessor(
        this, exporter, maxBatchSize, maxHeld, count("log records"));
  }

  /** The outbox counts bytes; items that go elsewhere are counted as the SDK's processors do. */
  private int maxQueueSize(ConfigProperties config, String prefix) {
    return SdkSettings.maxQueueSize(config, prefix, outbox.hasLanes());
  }

  MetricExporter metricExporter(MetricExporter exporter) {
    return new PipelineMetricExporter(this, exporter, count("metric data points"));
  }

  private ItemCounts count(String kind) {
    ItemCounts items = ItemCounts.of(kind);
    counts.add(items);
    return items;
  }

  void add(OpenTelemetrySdk sdk) {
    add(sdk.getSdkTracerProvider());
    meterProviders.add(sdk.getSdkMeterProvider());
    loggerProviders.add(sdk.getSdkLoggerProvider());
  }

  void add(SdkTracerProvider tracerProvider) {
    closed = false;
    drained = false;
    tracerProviders.add(tracerProvider);
  }

  boolean isInstalled() {
    return !tracerProviders.isEmpty();
  }

  RestoredInstance restored() {
    return restored;
  }

  /**
   * Exports what is held, and says how much has not left. An interrupt is the function's own: it
   * ends no wait in here, and is there again afterwards.
   */
  boolean flush(long timeout, TimeUnit unit) {
    boolean interrupted = Thread.interrupted();
    try {
      long budget = unit.toNanos(timeout);
      boolean done = flush(System.nanoTime(), budget);
      if (budget > 0) {
        say(done);
      }
      return done;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean flush(long start, long budget) {
    List<CompletableResultCode> results = handOver();
    boolean sent = outbox.flush(start, budget);
    if (sent && hasFailed(results)) {
      // a reader does not collect while an export of its own is under way, which now it is not
      results = handOver();
      sent = outbox.flush(start, budget);
    }
    return sent && await(results, start, budget);
  }

  private List<CompletableResultCode> handOver() {
    List<CompletableResultCode> results = new ArrayList<>();
    for (SdkTracerProvider tracerProvider : tracerProviders) {
      results.add(tracerProvider.forceFlush());
    }
    for (SdkMeterProvider meterProvider : meterProviders) {
      results.add(meterProvider.forceFlush());
    }
    for (SdkLoggerProvider loggerProvider : loggerProviders) {
      results.add(loggerProvider.forceFlush());
    }
    return results;
  }

  private static boolean hasFailed(List<CompletableResultCode> results) {
    for (CompletableResultCode result : results) {
      if (result.isDone() && !result.isSuccess()) {
        return true;
      }
    }
    return false;
  }

  /** Waits for exporters that do not send through the outbox. */
  private static boolean await(List<CompletableResultCode> results, long start, long budget) {
    boolean done = true;
    boolean interrupted = false;
    for (CompletableResultCode result : results) {
      long left = budget - (System.nanoTime() - start);
      while (!result.isDone() && left > 0) {
        result.join(left, TimeUnit.NANOSECONDS);
        interrupted |= Thread.interrupted();
        left = budget - (System.nanoTime() - start);
      }
      done &= result.isDone();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return done;
  }

  private void say(boolean done) {
    String reason = done ? null : outbox.reason();
    if (!done && reason == null) {
      reason = "the exporter has not finished";
    }
    for (ItemCounts items : counts) {
      items.say(reason);
    }
    outbox.sayRejected();
  }

  /**
   * As {@link #flush}, after the open spans have been added as they stand.
   *
   * @param traceId null for those of all traces
   */
  boolean exportUnfinished(@Nullable String traceId, long timeout, TimeUnit unit) {
    for (BufferedSpanProcessor processor : spanProcessors) {
      processor.addUnfinished(traceId);
    }
    return flush(timeout, unit);
  }

  /**
   * Lets all signals leave side by side, once their SDK is shut down, and says again and again how
   * much has not left.
   */
  void beginShutdown() {
    if (!closed && !drained) {
      drained = true;
      exportUnfinished(null, 0, TimeUnit.NANOSECONDS);
      long start = System.nanoTime();
      boolean done = false;
      for (long now = start; !done && now - start < SHUTDOWN; now = System.nanoTime()) {
        done = outbox.drain(now, UNTIL_SAID);
        say(done);
      }
    }
  }

  /** Tells whether nothing leaves any more. */
  boolean isClosed() {
    return closed;
  }

  void shutdown(long timeout, TimeUnit unit) {
    long start = System.nanoTime();
    long budget = unit.toNanos(timeout);
    beginShutdown();
    if (outbox.hasLanes()) {
      outbox.shutdown(start, budget);
    } else {
      flush(timeout, unit);
    }
    closed = true;
    for (SdkTracerProvider tracerProvider : tracerProviders) {
      tracerProvider.shutdown();
    }
    for (SdkMeterProvider meterProvider : meterProviders) {
      meterProvider.shutdown();
    }
    for (SdkLoggerProvider loggerProvider : loggerProviders) {
      loggerProvider.shutdown();
    }
    tracerProviders.clear();
    meterProviders.clear();
    loggerProviders.clear();
    spanProcessors.clear();
    counts.clear();
  }

  /** Gives up what does not leave, as each environment made from the snapshot would send it. */
  void beforeCheckpoint(long timeout, TimeUnit unit) {
    boolean interrupted = Thread.interrupted();
    try {
      boolean done = flush(System.nanoTime(), unit.toNanos(timeout));
      outbox.disconnect();
      if (!done) {
        outbox.discard();
      }
      say(done);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets everything that an export takes be loaded, where requests can be kept from being sent. */
  void prime() {
    if (!outbox.hasLanes()) {
      return;
    }
    outbox.prime(true);
    try {
      for (BufferedSpanProcessor processor : spanProcessors) {
        processor.prime();
      }
    } finally {
      outbox.prime(false);
    }
  }

  void afterRestore() {
    for (SaltedIdGenerator generator : idGenerators) {
      generator.renew();
    }
    restored.renew();
    outbox.reset();
  }
}
