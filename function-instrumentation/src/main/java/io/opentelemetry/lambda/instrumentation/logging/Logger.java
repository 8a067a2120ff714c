package io.opentelemetry.lambda.instrumentation.logging;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints the warnings of OpenTelemetry's classes as this distribution prints its own: in one line,
 * each kind once.
 *
 * <p>In the layers' jars, each reference to {@code java.util.logging} leads here: the first use of
 * the JDK's classes would choose the process's {@code LogManager} before the function could. So the
 * methods are those of {@code java.util.logging.Logger} that these classes call.
 */
public final class Logger {

  private final String name;

  public static Logger getLogger(String name) {
    return new Logger(name);
  }

  private Logger(String name) {
    this.name = name;
  }

  public String getName() {
    return name;
  }

  public boolean isLoggable(Level level) {
    return level.isPrinted;
  }

  public void severe(String message) {
    log(Level.SEVERE, message);
  }

  public void warning(String message) {
    log(Level.WARNING, message);
  }

  public void info(String message) {
    log(Level.INFO, message);
  }

  public void config(String message) {
    log(Level.CONFIG, message);
  }

  public void fine(String message) {
    log(Level.FINE, message);
  }

  public void finer(String message) {
    log(Level.FINER, message);
  }

  public void finest(String message) {
    log(Level.FINEST, message);
  }

  public void log(Level level, String message) {
    log(level, message, (Throwable) null);
  }

  public void log(Level level, Supplier<String> message) {
    if (level.isPrinted) {
      log(level, message.get(), (Throwable) null);
    }
  }

  public void log(Level level, String message, @Nullable Object argument) {
    log(level, message, new Object[] {argument});
  }

  public void log(Level level, String message, @Nullable Object @Nullable [] arguments) {
    if (level.isPrinted) {
      log(level, format(message, arguments), (Throwable) null);
    }
  }

  public void log(Level level, Throwable thrown, Supplier<String> message) {
    if (level.isPrinted) {
      log(level, message.get(), thrown);
    }
  }

  public void log(Level level, String message, @Nullable Throwable thrown) {
    if (level.isPrinted && !isCounted(message) && !isWanted()) {
      Diagnostics.warnOnce(
          name + (thrown == null ? "" : thrown.getClass()),
          message + (thrown == null ? "" : " " + thrown));
    }
  }

  /** Puts arguments into {@code {0}}, without the classes of {@code MessageFormat}. */
  private static String format(String message, @Nullable Object @Nullable [] arguments) {
    String formatted = message;
    for (int i = 0; arguments != null && i < arguments.length; i++) {
      formatted = formatted.replace("{" + i + "}", String.valueOf(arguments[i]));
    }
    return formatted;
  }

  /** Tells whether it is an export's failure, which the SDK's queue says together with how much. */
  private boolean isCounted(String message) {
    return name.endsWith(".HttpExporter")
        || (name.endsWith(".PeriodicMetricReader") && "Exporter failed".equals(message));
  }

  /** Tells whether an instrumentation library says that it counts nothing. */
  private boolean isWanted() {
    return name.endsWith(".OperationMetricsUtil");
  }
}
