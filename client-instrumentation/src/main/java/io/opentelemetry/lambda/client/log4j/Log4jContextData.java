package io.opentelemetry.lambda.client.log4j;

import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.instrumentation.common.LoggedSpan;
import java.util.Collections;
import java.util.Map;
import org.apache.logging.log4j.core.util.ContextDataProvider;

/**
 * Names the current span in each record of Log4j's, beside what the function has in its {@code
 * ThreadContext}, which is not changed: so the function can clear it. Log4j finds this class as a
 * service, from 2.13.2 on.
 */
public final class Log4jContextData implements ContextDataProvider {

  private final boolean enabled = isEnabled();

  @Guarded("log4j-context-data")
  private static boolean isEnabled() {
    return InstrumentationSettings.fromEnvironment().correlatesLogs();
  }

  @Override
  public Map<String, String> supplyContextData() {
    try {
      Map<String, String> values = enabled ? LoggedSpan.current() : null;
      return values == null ? Collections.emptyMap() : values;
    } catch (Throwable e) {
      Hooks.leave("log4j-context-data", e);
      return Collections.emptyMap();
    }
  }
}
