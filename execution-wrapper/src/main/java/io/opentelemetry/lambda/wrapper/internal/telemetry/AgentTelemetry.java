package io.opentelemetry.lambda.wrapper.internal.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import io.opentelemetry.lambda.wrapper.internal.errors.Sneaky;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The OpenTelemetry of opentelemetry-javaagent, flushed as the agent's own instrumentation does.
 */
public final class AgentTelemetry implements Telemetry {

  /** On the boot class path where the agent runs. */
  private static final String SDK_ACCESS =
      "io.opentelemetry.javaagent.bootstrap.OpenTelemetrySdkAccess";

  private final MethodHandle forceFlush;

  /** Finds the telemetry of a running agent; null where no agent runs. */
  public static @Nullable Telemetry find() {
    try {
      Class<?> access = Class.forName(SDK_ACCESS, true, null);
      return new AgentTelemetry(
          MethodHandles.publicLookup()
              .findStatic(
                  access,
                  "forceFlush",
                  MethodType.methodType(void.class, long.class, TimeUnit.class)));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private AgentTelemetry(MethodHandle forceFlush) {
    this.forceFlush = forceFlush;
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return GlobalOpenTelemetry.get();
  }

  @Override
  public boolean flush(long timeout, TimeUnit unit) {
    try {
      forceFlush.invokeExact(timeout, unit);
      return true;
    } catch (NullPointerException e) {
      // nothing to flush has been set: the agent has given up and said why
      throw new IllegalStateException("the OpenTelemetry agent has not started");
    } catch (Throwable e) {
      throw Sneaky.rethrow(e);
    }
  }

  @Override
  public boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    return flush(timeout, unit);
  }

  @Override
  public void prime() {}

  @Override
  public void beforeCheckpoint(long timeout, TimeUnit unit) {
    flush(timeout, unit);
  }

  @Override
  public void afterRestore() {}
}
