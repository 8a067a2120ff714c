package io.opentelemetry.lambda.wrapper;

import io.opentelemetry.lambda.instrumentation.FunctionInstrumentation;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import io.opentelemetry.lambda.wrapper.internal.classpath.UntracedLibraries;
import io.opentelemetry.lambda.wrapper.internal.telemetry.AgentTelemetry;
import io.opentelemetry.lambda.wrapper.internal.telemetry.TelemetryLoader;
import org.jspecify.annotations.Nullable;

/**
 * Makes the instrumentation once: when the function's own code asks for OpenTelemetry, or else when
 * its handler has been loaded. Setting it up earlier would use classes of the JDK that read
 * process-wide settings once, before the function's static initializers could choose them.
 */
final class DeferredInstrumentation implements Runnable {

  private final ClassLoader function;
  private final boolean besideSdk;
  private volatile boolean transformsClasses;
  private boolean begun;
  private volatile @Nullable FunctionInstrumentation instrumentation;

  /**
   * @param function what loads the function's classes
   * @param besideSdk whether the function has an SDK of its own, to be flushed, too
   */
  DeferredInstrumentation(ClassLoader function, boolean besideSdk) {
    this.function = function;
    this.besideSdk = besideSdk;
  }

  /** Tells whether the function's classes are changed while they are loaded. */
  void transformsClasses(boolean transforms) {
    transformsClasses = transforms;
  }

  /** Makes it, or waits for the thread that does; does nothing from within. */
  @Override
  public synchronized void run() {
    if (begun) {
      return;
    }
    begun = true;
    try {
      Telemetry telemetry = TelemetryLoader.load(function, transformsClasses);
      if (InstrumentationSettings.fromEnvironment().hasDebugLog()
          && AgentTelemetry.find() == null) {
        UntracedLibraries.say(function, besideSdk);
      }
      instrumentation =
          FunctionInstrumentation.create(
              besideSdk ? new TelemetryBesideOwnSdk(telemetry) : telemetry);
    } catch (Throwable e) {
      Diagnostics.warn("the function is not traced", e);
    }
  }

  /** The instrumentation; null where there is none, or not yet. */
  @Nullable FunctionInstrumentation get() {
    return instrumentation;
  }
}
