package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.sdk.internal.ItemCounts;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/** An exporter of metrics as it is, whose losses are counted. */
final class PipelineMetricExporter implements MetricExporter {

  private final Pipeline pipeline;
  private final MetricExporter exporter;
  private final ItemCounts counts;

  PipelineMetricExporter(Pipeline pipeline, MetricExporter exporter, ItemCounts counts) {
    this.pipeline = pipeline;
    this.exporter = exporter;
    this.counts = counts;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    if (pipeline.isClosed()) {
      // the SDK collects once more when it is shut down, and finds what that has counted
      return CompletableResultCode.ofSuccess();
    }
    int count = countPoints(metrics);
    counts.hold(count, Integer.MAX_VALUE);
    CompletableResultCode result = tryExport(pipeline.restored().metrics(metrics));
    result.whenComplete(new Completion(result, count));
    return result;
  }

  private CompletableResultCode tryExport(Collection<MetricData> metrics) {
    try {
      return exporter.export(metrics);
    } catch (Throwable e) {
      return CompletableResultCode.ofExceptionalFailure(e);
    }
  }

  private static int countPoints(Collection<MetricData> metrics) {
    int count = 0;
    for (MetricData metric : metrics) {
      count += metric.getData().getPoints().size();
    }
    return count;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
    return exporter.getAggregationTemporality(instrumentType);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType instrumentType) {
    return exporter.getDefaultAggregation(instrumentType);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return exporter.getMemoryMode();
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    CompletableResultCode result = exporter.shutdown();
    counts.sayLost();
    return result;
  }

  private final class Completion implements Runnable {

    private final CompletableResultCode result;
    private final int count;

    Completion(CompletableResultCode result, int count) {
      this.result = result;
      this.count = count;
    }

    @Override
    public void run() {
      if (result.isSuccess()) {
        counts.exported(count);
      } else {
        counts.dropped(count, Failures.describe(result.getFailureThrowable()));
      }
    }
  }
}
