package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import java.util.concurrent.TimeUnit;

/** A snapshot of the process, from which many environments start. */
final class Snapshot {

  private static final long TIMEOUT_SECONDS = 10;

  /**
   * @param priming what goes the way of all invocations, but reports nothing
   */
  static void prepare(
      Telemetry telemetry, InstrumentationSettings configuration, FunctionInstrumentation priming) {
    try {
      Priming.beforeCheckpoint(priming, telemetry.openTelemetry(), configuration);
    } catch (Throwable e) {
      Diagnostics.warn("the snapshot is taken without what an invocation loads", e);
    }
    try {
      telemetry.beforeCheckpoint(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (Throwable e) {
      Diagnostics.warn("what was reported before the snapshot may be lost", e);
    }
  }

  static void renew(Telemetry telemetry) {
    try {
      telemetry.afterRestore();
    } catch (Throwable e) {
      Diagnostics.warn("environments of one snapshot may not be told apart", e);
    }
  }

  private Snapshot() {}
}
