package io.opentelemetry.lambda.wrapper;

import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the current span into the context of the function's logs, as {@code trace_id}, {@code
 * span_id} and {@code trace_flags}, where the function brings Logback, Log4j 2 or another logger of
 * SLF4J's. What the logs look like is the function's own configuration.
 */
final class LogCorrelation implements Function<ContextStorage, ContextStorage> {

  private static final String LOGBACK = "ch/qos/logback/classic/Logger.class";
  private static final String LOG4J = "org/apache/logging/log4j/core/Logger.class";
  private static final String LOG4J_CONTEXT = "org.apache.logging.log4j.ThreadContext";
  private static final String SLF4J = "org/slf4j/MDC.class";
  private static final String SLF4J_CONTEXT = "org.slf4j.MDC";

  private final LogContext logs;

  /**
   * To be called before a context is made current for the first time.
   *
   * @param function what loads the function's classes
   */
  static void install(ClassLoader function) {
    try {
      String logs = find(function);
      if (logs != null) {
        ContextStorage.addWrapper(new LogCorrelation(new LogContext(logs, function)));
      }
    } catch (Throwable e) {
      Diagnostics.warn("logs do not name the current span", e);
    }
  }

  /**
   * Only looks: to initialize the function's logger before its own code would come too early for
   * what that sets.
   */
  private static @Nullable String find(ClassLoader function) {
    if (function.getResource(SLF4J) == null) {
      return function.getResource(LOG4J) == null ? null : LOG4J_CONTEXT;
    }
    // SLF4J may be there for a library's sake only
    return function.getResource(LOGBACK) == null && function.getResource(LOG4J) != null
        ? LOG4J_CONTEXT
        : SLF4J_CONTEXT;
  }

  private LogCorrelation(LogContext logs) {
    this.logs = logs;
  }

  @Override
  public ContextStorage apply(ContextStorage storage) {
    return new LoggedContextStorage(storage, logs);
  }
}
