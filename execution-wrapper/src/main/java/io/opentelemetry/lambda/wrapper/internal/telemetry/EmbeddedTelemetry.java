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
 * The OpenTelemetry of an agent with this project's SDK classes in its own class loader: exported
 * as in the wrapper layer.
 */
final class EmbeddedTelemetry implements Telemetry {

  private static final String INITIALIZER = "io.opentelemetry.javaagent.bootstrap.AgentInitializer";
  private static final String BRIDGE = "io.opentelemetry.lambda.sdk.AgentBridge";
  private static final MethodType TIMED =
      MethodType.methodType(boolean.class, long.class, TimeUnit.class);

  private final Class<?> bridge;
  private final MethodHandle flush;

  /**
   * Finds the agent's embedded telemetry; null where the agent has no such classes, or has not set
   * them up.
   */
  static @Nullable Telemetry find() {
    try {
      Class<?> initializer = Class.forName(INITIALIZER, true, null);
      ClassLoader agent =
          (ClassLoader) initializer.getMethod("getExtensionsClassLoader").invoke(null);
      if (agent == null) {
        return null;
      }
      Class<?> bridge = Class.forName(BRIDGE, true, agent);
      boolean installed = (boolean) bridge.getMethod("isInstalled").invoke(null);
      return installed ? new EmbeddedTelemetry(bridge) : null;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private EmbeddedTelemetry(Class<?> bridge) throws ReflectiveOperationException {
    this.bridge = bridge;
    this.flush = method(bridge, "flush", TIMED);
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return GlobalOpenTelemetry.get();
  }

  @Override
  public boolean flush(long timeout, TimeUnit unit) {
    try {
      return (boolean) flush.invokeExact(timeout, unit);
    } catch (Throwable e) {
      throw Sneaky.rethrow(e);
    }
  }

  @Override
  public boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    MethodType type = TIMED.insertParameterTypes(0, String.class);
    try {
      return (boolean) method(bridge, "exportUnfinished", type).invokeExact(traceId, timeout, unit);
    } catch (Throwable e) {
      throw Sneaky.rethrow(e);
    }
  }

  @Override
  public void prime() {
    call("prime");
  }

  @Override
  public void beforeCheckpoint(long timeout, TimeUnit unit) {
    MethodType type = MethodType.methodType(void.class, long.class, TimeUnit.class);
    try {
      method(bridge, "beforeCheckpoint", type).invokeExact(timeout, unit);
    } catch (Throwable e) {
      throw Sneaky.rethrow(e);
    }
  }

  @Override
  public void afterRestore() {
    call("afterRestore");
  }

  private void call(String name) {
    try {
      method(bridge, name, MethodType.methodType(void.class)).invokeExact();
    } catch (Throwable e) {
      throw Sneaky.rethrow(e);
    }
  }

  private static MethodHandle method(Class<?> bridge, String name, MethodType type)
      throws ReflectiveOperationException {
    return MethodHandles.publicLookup().findStatic(bridge, name, type);
  }
}
