package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;

/**
 * Reports by an SDK of its own, which is not the global one and would export in an hour; logs only
 * where the event says so, as older releases have none.
 */
public final class PrivateSdk implements RequestHandler<String, String> {

  private static final String ENDPOINT = System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT");
  private static final Duration HOUR = Duration.ofHours(1);

  private static final SdkTracerProvider tracers =
      SdkTracerProvider.builder()
          .addSpanProcessor(
              BatchSpanProcessor.builder(
                      OtlpHttpSpanExporter.builder().setEndpoint(ENDPOINT + "/v1/traces").build())
                  .setScheduleDelay(HOUR)
                  .build())
          .build();

  private final SdkMeterProvider meters =
      SdkMeterProvider.builder()
          .registerMetricReader(
              PeriodicMetricReader.builder(
                      OtlpHttpMetricExporter.builder()
                          .setEndpoint(ENDPOINT + "/v1/metrics")
                          .build())
                  .setInterval(HOUR)
                  .build())
          .build();

  @Override
  public String handleRequest(String event, Context context) {
    tracers.get("functions").spanBuilder("private.work").startSpan().end();
    meters.get("functions").counterBuilder("private.count").build().add(1);
    if (event.equals("logs")) {
      Logs.log();
    }
    return "done";
  }

  private static final class Logs {

    private static final SdkLoggerProvider loggers =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor(
                BatchLogRecordProcessor.builder(
                        OtlpHttpLogRecordExporter.builder()
                            .setEndpoint(ENDPOINT + "/v1/logs")
                            .build())
                    .setScheduleDelay(HOUR)
                    .build())
            .build();

    static void log() {
      loggers.get("functions").logRecordBuilder().setBody("private line").emit();
    }
  }
}
