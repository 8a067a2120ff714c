package io.opentelemetry.lambda.client.jbosslogmanager;

import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.instrumentation.common.LoggedSpan;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Names the current span in each record of JBoss LogManager's, which is Quarkus's, beside what the
 * function has in its {@code MDC}, which is not changed: so the function can clear it.
 */
public final class JbossLogManager {

  /**
   * On entry of {@code LoggerNode.publish}, on the thread that logs, before a handler may hand the
   * record to another one; then of the node's parents.
   */
  @Guarded("jboss-logmanager-mdc")
  public static void publish(Object node, ExtLogRecord logged) {
    Map<String, String> values = LoggedSpan.current();
    if (values != null) {
      for (Map.Entry<String, String> value : values.entrySet()) {
        if (logged.getMdc(value.getKey()) == null) {
          logged.putMdc(value.getKey(), value.getValue());
        }
      }
    }
  }

  private JbossLogManager() {}
}
