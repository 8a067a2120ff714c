package io.opentelemetry.lambda.wrapper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The providers of an OpenTelemetry SDK that the function brings itself, of whatever release: each
 * is known from when the function asks it for a tracer, a meter or a logger. They are called by
 * reflection, as their classes are the function's.
 */
public final class OwnSdk {

  private static final Map<Object, Boolean> PROVIDERS =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** On entry of {@code SdkTracerProvider.tracerBuilder}. */
  public static void tracerBuilder(Object provider, String scope) {
    PROVIDERS.put(provider, true);
  }

  /** On entry of {@code SdkMeterProvider.meterBuilder}. */
  public static void meterBuilder(Object provider, String scope) {
    PROVIDERS.put(provider, true);
  }

  /** On entry of {@code SdkLoggerProvider.loggerBuilder}. */
  public static void loggerBuilder(Object provider, String scope) {
    PROVIDERS.put(provider, true);
  }

  /** On entry of {@code SdkLoggerProvider.get}. */
  public static void get(Object provider, String scope) {
    PROVIDERS.put(provider, true);
  }

  static boolean isUsed() {
    return !PROVIDERS.isEmpty();
  }

  /**
   * Flushes all providers side by side and waits for them; what one throws is no matter to others.
   *
   * @return what one has thrown; null if all went well
   */
  static @Nullable Throwable forceFlush(long timeoutNanos) {
    long start = System.nanoTime();
    List<Object> providers;
    synchronized (PROVIDERS) {
      providers = new ArrayList<>(PROVIDERS.keySet());
    }
    Throwable failure = null;
    List<Object> results = new ArrayList<>();
    for (Object provider : providers) {
      try {
        results.add(provider.getClass().getMethod("forceFlush").invoke(provider));
      } catch (Throwable e) {
        failure = e;
      }
    }
    for (Object result : results) {
      try {
        join(result, Math.max(0, timeoutNanos - (System.nanoTime() - start)));
      } catch (Throwable e) {
        failure = e;
      }
    }
    return failure;
  }

  private static void join(Object result, long nanos) throws ReflectiveOperationException {
    result
        .getClass()
        .getMethod("join", long.class, TimeUnit.class)
        .invoke(result, nanos, TimeUnit.NANOSECONDS);
  }

  private OwnSdk() {}
}
