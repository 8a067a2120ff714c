package io.opentelemetry.lambda.sdk.console;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Prints each point of a metric in a line. */
public final class ConsoleMetricExporter
    implements MetricExporter, ConfigurableMetricExporterProvider {

  @Override
  public String getName() {
    return Console.NAME;
  }

  @Override
  public MetricExporter createExporter(ConfigProperties config) {
    return this;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.DELTA;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    List<String> lines = new ArrayList<>();
    for (MetricData metric : metrics) {
      for (PointData point : metric.getData().getPoints()) {
        lines.add(
            "[otel.metric] "
                + metric.getName()
                + " "
                + metric.getUnit()
                + " scope="
                + metric.getInstrumentationScopeInfo().getName()
                + " "
                + point);
      }
    }
    return Console.print(lines);
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
