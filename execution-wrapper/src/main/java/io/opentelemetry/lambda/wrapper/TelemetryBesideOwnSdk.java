package io.opentelemetry.lambda.wrapper;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import java.util.concurrent.TimeUnit;

/** Flushes the layer's telemetry, and what an SDK of the function's own holds with it. */
final class TelemetryBesideOwnSdk implements Telemetry {

  private final Telemetry telemetry;
  private final OwnSdkFlush ownSdk = new OwnSdkFlush();

  TelemetryBesideOwnSdk(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return telemetry.openTelemetry();
  }

  @Override
  public boolean flush(long timeout, TimeUnit unit) {
    return beside(() -> telemetry.flush(timeout, unit), unit.toNanos(timeout));
  }

  @Override
  public boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    return beside(() -> telemetry.exportUnfinished(traceId, timeout, unit), unit.toNanos(timeout));
  }

  @Override
  public void prime() {
    telemetry.prime();
  }

  @Override
  public void beforeCheckpoint(long timeout, TimeUnit unit) {
    beside(
        () -> {
          telemetry.beforeCheckpoint(timeout, unit);
          return true;
        },
        unit.toNanos(timeout));
  }

  @Override
  public void afterRestore() {
    telemetry.afterRestore();
  }

  /** An interrupt is the function's own: it ends no wait in here, and is there afterwards. */
  private boolean beside(Flush layers, long budgetNanos) {
    if (!OwnSdk.isUsed()) {
      return layers.flush();
    }
    long start = System.nanoTime();
    boolean interrupted = Thread.interrupted();
    try {
      OwnSdkFlush.Run own = ownSdk.begin();
      boolean done = layers.flush();
      return ownSdk.await(own, budgetNanos - (System.nanoTime() - start)) && done;
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private interface Flush {
    boolean flush();
  }
}
