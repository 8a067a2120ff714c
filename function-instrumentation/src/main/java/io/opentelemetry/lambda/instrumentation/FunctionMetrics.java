package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the metrics that the semantic conventions for FaaS have (semantic-conventions v1.44.0,
 * docs/faas/faas-metrics.md). Loaded only where the user has switched metrics on.
 */
final class FunctionMetrics {

  private static final AttributeKey<String> TRIGGER = stringKey("faas.trigger");
  private static final double NANOS = 1e9;
  private static final long MB = 1 << 20;

  /** The conventions' advice. */
  private static final List<Double> SECONDS =
      Arrays.asList(
          0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  /** Those between the sizes that functions come in. */
  private static final List<Long> BYTES =
      Arrays.asList(
          64 * MB, 128 * MB, 256 * MB, 512 * MB, 1024 * MB, 2048 * MB, 4096 * MB, 8192 * MB);

  private final DoubleHistogram invokeDuration;
  private final DoubleHistogram initDuration;
  private final DoubleHistogram cpuUsage;
  private final LongHistogram memoryUsage;
  private final LongCounter coldStarts;
  private final LongCounter invocations;
  private final LongCounter errors;
  private final LongCounter timeouts;
  private final boolean concurrent;

  /** How long the init took, until an invocation has reported it; null before its end and after. */
  private volatile @Nullable Double initSeconds;

  /**
   * @param concurrent whether there are several invocations at a time, so that the process's CPU
   *     time is no single one's
   */
  static FunctionMetrics create(Meter meter, boolean concurrent) {
    return new FunctionMetrics(meter, concurrent);
  }

  private FunctionMetrics(Meter meter, boolean concurrent) {
    this.concurrent = concurrent;
    invokeDuration = seconds(meter, "faas.invoke_duration");
    initDuration = seconds(meter, "faas.init_duration");
    cpuUsage = seconds(meter, "faas.cpu_usage");
    memoryUsage =
        meter
            .histogramBuilder("faas.mem_usage")
            .ofLongs()
            .setUnit("By")
            .setExplicitBucketBoundariesAdvice(BYTES)
            .build();
    coldStarts = meter.counterBuilder("faas.coldstarts").setUnit("{coldstart}").build();
    invocations = meter.counterBuilder("faas.invocations").setUnit("{invocation}").build();
    errors = meter.counterBuilder("faas.errors").setUnit("{error}").build();
    timeouts = meter.counterBuilder("faas.timeouts").setUnit("{timeout}").build();
  }

  private static DoubleHistogram seconds(Meter meter, String name) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setExplicitBucketBoundariesAdvice(SECONDS)
        .build();
  }

  void initialized() {
    initSeconds = ProcessUsage.secondsSinceStart();
  }

  /** The init was that of a snapshot, not of this environment. */
  void restored() {
    initSeconds = null;
  }

  Measurement begin(Invocation invocation) {
    return new Measurement(Attributes.of(TRIGGER, invocation.trigger().type()), invocation);
  }

  /** One invocation; run when it is about to time out. */
  final class Measurement implements Runnable {

    private final Attributes attributes;
    private final boolean coldStart;
    private final long startNanos = System.nanoTime();
    private final @Nullable Double startCpuSeconds = concurrent ? null : ProcessUsage.cpuSeconds();

    private Measurement(Attributes attributes, Invocation invocation) {
      this.attributes = attributes;
      this.coldStart = invocation.isColdStart();
    }

    @Override
    public void run() {
      timeouts.add(1, attributes);
    }

    /**
     * @param succeeds whether the handler has returned a response that Lambda takes
     */
    void end(boolean succeeds) {
      invokeDuration.record((System.nanoTime() - startNanos) / NANOS, attributes);
      (succeeds ? invocations : errors).add(1, attributes);
      if (coldStart) {
        reportStart();
      }
      Double cpuSeconds = startCpuSeconds == null ? null : ProcessUsage.cpuSeconds();
      if (cpuSeconds != null && startCpuSeconds != null) {
        cpuUsage.record(cpuSeconds - startCpuSeconds, attributes);
      }
      Long memory = ProcessUsage.peakMemoryBytes();
      if (memory != null) {
        memoryUsage.record(memory, attributes);
      }
    }

    private void reportStart() {
      coldStarts.add(1, attributes);
      Double seconds = initSeconds;
      if (seconds != null) {
        initDuration.record(seconds, attributes);
        initSeconds = null;
      }
    }
  }
}
