package io.opentelemetry.lambda.client.log4j;

import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import io.opentelemetry.lambda.instrumentation.common.LoggedSpan;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;

/**
 * Names the current span in each record of a Log4j that does not look for {@link Log4jContextData}:
 * from 2.8 on, before 2.13.2.
 */
public final class Log4jInjector {

  /** On exit of {@code ContextDataInjector.injectContextData}, on the thread that logs. */
  @Guarded("log4j-context-data")
  public static StringMap injectContextData(
      Object injector, List<Property> properties, StringMap reusable, @Otherwise StringMap result) {
    Map<String, String> values = LoggedSpan.current();
    if (values == null || result.containsKey(LoggedSpan.TRACE_ID)) {
      return result;
    }
    // the map may be the one of the function's context
    StringMap named = new SortedArrayStringMap(result);
    values.forEach(named::putValue);
    return named;
  }

  private Log4jInjector() {}
}
