package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Prints the SDK's warnings as this distribution prints its own: in one line, each kind once. By
 * default they would be two lines and a stack trace, over and over while a backend is down.
 */
final class SdkLog extends Handler {

  /** Held for good: a logger that nobody holds loses its handlers. */
  private static final Logger LOGGER = Logger.getLogger("io.opentelemetry");

  /** Does nothing where the user has set the logger up already. */
  static void redirect() {
    if (LOGGER.getHandlers().length == 0) {
      LOGGER.addHandler(new SdkLog());
      LOGGER.setUseParentHandlers(false);
    }
  }

  private SdkLog() {}

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()
        && !isCounted(record)
        && !isWanted(record)) {
      Throwable thrown = record.getThrown();
      Diagnostics.warnOnce(
          record.getLoggerName() + (thrown == null ? "" : thrown.getClass()),
          record.getMessage() + (thrown == null ? "" : " " + thrown));
    }
  }

  /** Whether it is an export's failure, which {@link ExportBuffer} says together with how much. */
  private static boolean isCounted(LogRecord record) {
    String logger = String.valueOf(record.getLoggerName());
    return logger.endsWith(".HttpExporter")
        || (logger.endsWith(".PeriodicMetricReader")
            && "Exporter failed".equals(record.getMessage()));
  }

  /** Whether an instrumentation library says that it counts nothing. */
  private static boolean isWanted(LogRecord record) {
    return String.valueOf(record.getLoggerName()).endsWith(".OperationMetricsUtil");
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
