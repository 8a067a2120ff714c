package io.opentelemetry.lambda.wrapper;

import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What a logging library keeps for each thread to be written with its logs: SLF4J's {@code MDC} or
 * Log4j's {@code ThreadContext}, of which the methods are the same. Initialized when it is used for
 * the first time.
 */
final class LogContext {

  private final String className;
  private final ClassLoader loader;
  private volatile @Nullable Methods methods;
  private volatile boolean failed;

  LogContext(String className, ClassLoader loader) {
    this.className = className;
    this.loader = loader;
  }

  /**
   * Sets a value, or removes it.
   *
   * @return the value that was there before
   */
  @Nullable String replace(String name, @Nullable String value) {
    if (failed) {
      return null;
    }
    try {
      Methods found = methods;
      if (found == null) {
        found = new Methods(Class.forName(className, true, loader));
        methods = found;
      }
      Object before = found.get.invoke(null, name);
      if (value != null) {
        found.put.invoke(null, name, value);
      } else if (before != null) {
        found.remove.invoke(null, name);
      }
      return (String) before;
    } catch (Throwable e) {
      failed = true;
      Diagnostics.warn("logs do not name the current span", e);
      return null;
    }
  }

  private static final class Methods {

    private final Method get;
    private final Method put;
    private final Method remove;

    private Methods(Class<?> type) throws NoSuchMethodException {
      get = type.getMethod("get", String.class);
      put = type.getMethod("put", String.class, String.class);
      remove = type.getMethod("remove", String.class);
    }
  }
}
