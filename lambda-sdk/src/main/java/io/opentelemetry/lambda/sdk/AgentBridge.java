package io.opentelemetry.lambda.sdk;

import java.util.concurrent.TimeUnit;

/**
 * Offers the methods of {@link io.opentelemetry.lambda.instrumentation.common.Telemetry} for the
 * SDK that lives in the agent's class loader: with the JDK's types alone, so that they can be
 * called from another one. The methods do and return what those of the same names there do.
 */
public final class AgentBridge {

  /**
   * Tells whether an SDK has been set up with {@link LambdaCustomizer}; if not, the others do
   * nothing.
   */
  public static boolean isInstalled() {
    return Pipeline.instance().isInstalled();
  }

  public static boolean flush(long timeout, TimeUnit unit) {
    return Pipeline.instance().flush(timeout, unit);
  }

  public static boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    return Pipeline.instance().exportUnfinished(traceId, timeout, unit);
  }

  public static void prime() {
    Pipeline.instance().prime();
  }

  public static void beforeCheckpoint(long timeout, TimeUnit unit) {
    Pipeline.instance().beforeCheckpoint(timeout, unit);
  }

  public static void afterRestore() {
    Pipeline.instance().afterRestore();
  }

  private AgentBridge() {}
}
