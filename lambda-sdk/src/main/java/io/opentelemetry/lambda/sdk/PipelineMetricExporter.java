package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.sdk.internal.Drops;
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
  private final Drops drops = Drops.of("metric data points");

  PipelineMetricExporter(Pipeline pipeline, MetricExporter exporter) {
    this.pipeline = pipeline;
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    if (pipeline.isClosed()) {
      // the SDK collects once more when it is shut down, and finds what that has counted
      return CompletableResultCode.ofSuccess();
    }
    CompletableResultCode result = exporter.export(pipeline.restored().metrics(metrics));
    result.whenComplete(new Completion(result, countPoints(metrics)));
    return result;
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
    drops.sayTotal();
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
      if (!result.isSuccess()) {
        drops.add(count, Failures.describe(result.getFailureThrowable()));
      }
    }
  }
}
