package io.opentelemetry.lambda.wrapper.internal.logs;

import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the current span into the context of the function's logs, as {@code trace_id}, {@code
 * span_id} and {@code trace_flags}, where no hook does it record by record: for loggers of SLF4J's
 * other than Logback and Log4j 2, for older releases of Log4j, and where no hooks are. What the
 * logs look like is the function's own configuration.
 */
public final class LogCorrelation implements Function<ContextStorage, ContextStorage> {

  private static final String LOGBACK = "ch/qos/logback/classic/Logger.class";
  private static final String LOG4J = "org/apache/logging/log4j/core/Logger.class";
  private static final String LOGBACK_HOOK = "io/opentelemetry/lambda/client/logback/Logback.class";
  private static final String LOG4J_SERVICE =
      "org/apache/logging/log4j/core/util/ContextDataProvider.class";
  private static final String LOG4J_HOOK =
      "io/opentelemetry/lambda/client/log4j/Log4jContextData.class";
  private static final String LOG4J_INJECTED =
      "org/apache/logging/log4j/util/SortedArrayStringMap.class";
  private static final String LOG4J_CONTEXT = "org.apache.logging.log4j.ThreadContext";
  private static final String JBOSS = "org/jboss/logmanager/LoggerNode.class";
  private static final String JBOSS_HOOK =
      "io/opentelemetry/lambda/client/jbosslogmanager/JbossLogManager.class";
  private static final String JBOSS_CONTEXT = "org.jboss.logmanager.MDC";
  private static final String SLF4J = "org/slf4j/MDC.class";
  private static final String SLF4J_CONTEXT = "org.slf4j.MDC";

  private final LogContext logs;

  /**
   * To be called before a context is made current for the first time.
   *
   * @param function what loads the function's classes
   * @param transformsClasses whether it changes them, as the hook for Logback needs
   */
  public static void install(ClassLoader function, boolean transformsClasses) {
    try {
      String logs = find(function, transformsClasses);
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
  private static @Nullable String find(ClassLoader function, boolean transformsClasses) {
    boolean slf4j = function.getResource(SLF4J) != null;
    if (slf4j && function.getResource(LOGBACK) != null) {
      return transformsClasses && function.getResource(LOGBACK_HOOK) != null ? null : SLF4J_CONTEXT;
    }
    // SLF4J may be there for a library's sake only
    if (function.getResource(LOG4J) != null) {
      boolean asks =
          function.getResource(LOG4J_SERVICE) != null
              || (transformsClasses && function.getResource(LOG4J_INJECTED) != null);
      return asks && function.getResource(LOG4J_HOOK) != null ? null : LOG4J_CONTEXT;
    }
    if (function.getResource(JBOSS) != null) {
      return transformsClasses && function.getResource(JBOSS_HOOK) != null ? null : JBOSS_CONTEXT;
    }
    return slf4j ? SLF4J_CONTEXT : null;
  }

  private LogCorrelation(LogContext logs) {
    this.logs = logs;
  }

  @Override
  public ContextStorage apply(ContextStorage storage) {
    return new LoggedContextStorage(storage, logs);
  }
}
