package io.opentelemetry.lambda.sdk.console;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Prints each log record in a line. */
public final class ConsoleLogRecordExporter
    implements LogRecordExporter, ConfigurableLogRecordExporterProvider {

  @Override
  public String getName() {
    return Console.NAME;
  }

  @Override
  public LogRecordExporter createExporter(ConfigProperties config) {
    return this;
  }

  @Override
  public CompletableResultCode export(Collection<LogRecordData> records) {
    List<String> lines = new ArrayList<>();
    for (LogRecordData record : records) {
      lines.add(
          "[otel.log] "
              + record.getSeverity()
              + " "
              + (record.getBodyValue() == null ? "" : record.getBodyValue().asString())
              + " trace="
              + record.getSpanContext().getTraceId()
              + " span="
              + record.getSpanContext().getSpanId()
              + " scope="
              + record.getInstrumentationScopeInfo().getName()
              + " "
              + record.getAttributes());
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
