package io.opentelemetry.lambda.sdk.console;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prints each span in a line. */
public final class ConsoleSpanExporter implements SpanExporter, ConfigurableSpanExporterProvider {

  @Override
  public String getName() {
    return Console.NAME;
  }

  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    return this;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    List<String> lines = new ArrayList<>();
    for (SpanData span : spans) {
      long nanos = span.getEndEpochNanos() - span.getStartEpochNanos();
      lines.add(
          "[otel.span] '"
              + span.getName()
              + "' "
              + span.getKind()
              + " trace="
              + span.getTraceId()
              + " span="
              + span.getSpanId()
              + (span.getParentSpanContext().isValid() ? " parent=" + span.getParentSpanId() : "")
              + " "
              + TimeUnit.NANOSECONDS.toMicros(nanos)
              + "us "
              + span.getStatus().getStatusCode()
              + " scope="
              + span.getInstrumentationScopeInfo().getName()
              + " "
              + span.getAttributes()
              + (span.getEvents().isEmpty() ? "" : " events=" + span.getEvents())
              + (span.getLinks().isEmpty() ? "" : " links=" + span.getLinks()));
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
