package io.opentelemetry.lambda.client.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.instrumentation.common.LoggedSpan;
import java.util.Map;
import org.slf4j.MDC;

/**
 * Names the current span in each record of Logback's, beside what the function has in its {@code
 * MDC}, which is not changed: so the function can clear it.
 */
public final class Logback {

  /**
   * On entry of {@code Logger.callAppenders}, on the thread that logs, before an appender may hand
   * the record to another one.
   */
  public static void callAppenders(Object logger, ILoggingEvent event) {
    try {
      Map<String, String> values = event instanceof LoggingEvent ? LoggedSpan.current() : null;
      if (values != null) {
        Map<String, String> functions = MDC.getCopyOfContextMap();
        if (functions != null) {
          values.putAll(functions);
        }
        ((LoggingEvent) event).setMDCPropertyMap(values);
      }
    } catch (IllegalStateException e) {
      // the record has its values already, from wherever it was made
    } catch (Throwable e) {
      Hooks.leave("logback-mdc", e);
    }
  }

  private Logback() {}
}
