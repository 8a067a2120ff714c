package io.opentelemetry.lambda.wrapper.internal.logs;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the values that a logging library keeps for each thread to be written with its logs:
 * SLF4J's {@code MDC} or Log4j's {@code ThreadContext}, of which the methods are the same.
 * Initialized when it is used for the first time.
 */
final class LogContext {

  private final String className;
  private final ClassLoader loader;
  private volatile @Nullable Methods methods;
  private volatile boolean unusable;

  LogContext(String className, ClassLoader loader) {
    this.className = className;
    this.loader = loader;
  }

  /** Gets a value; null also if the library does not work, or keeps nothing. */
  @Nullable String get(String name) {
    Methods found = methods();
    try {
      return found == null ? null : (String) found.get.invoke(null, name);
    } catch (Throwable e) {
      fail(e);
      return null;
    }
  }

  /** Sets a value, or removes it. */
  void set(String name, @Nullable String value) {
    Methods found = methods();
    try {
      if (found != null && value != null) {
        found.put.invoke(null, name, value);
      } else if (found != null) {
        found.remove.invoke(null, name);
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private @Nullable Methods methods() {
    if (methods == null && !unusable) {
      try {
        Methods found = new Methods(Class.forName(className, true, loader));
        // as where SLF4J is there without a logger
        unusable = !found.keepValues();
        methods = found;
      } catch (Throwable e) {
        fail(e);
      }
    }
    return unusable ? null : methods;
  }

  private void fail(Throwable e) {
    unusable = true;
    Diagnostics.warn("logs do not name the current span", e);
  }

  private static final class Methods {

    private static final String TRIAL = "io.opentelemetry.lambda";

    private final Method get;
    private final Method put;
    private final Method remove;

    private Methods(Class<?> type) throws NoSuchMethodException {
      get = type.getMethod("get", String.class);
      put = type.getMethod("put", String.class, String.class);
      remove = type.getMethod("remove", String.class);
    }

    private boolean keepValues() throws ReflectiveOperationException {
      put.invoke(null, TRIAL, TRIAL);
      boolean kept = get.invoke(null, TRIAL) != null;
      remove.invoke(null, TRIAL);
      return kept;
    }
  }
}
