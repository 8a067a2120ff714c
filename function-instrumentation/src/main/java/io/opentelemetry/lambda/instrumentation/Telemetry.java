package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.TimeUnit;

/**
 * The OpenTelemetry that a function reports to, and the way to get out of the process what it
 * holds.
 *
 * <p>Found with {@link java.util.ServiceLoader}: an implementation has a public constructor without
 * arguments, which sets the SDK up and registers it as {@link
 * io.opentelemetry.api.GlobalOpenTelemetry}.
 */
public interface Telemetry {

  /** What spans, metrics and logs are reported to; always the same object. */
  OpenTelemetry openTelemetry();

  /**
   * Exports the traces, metrics and logs that are held, side by side, and waits for them.
   *
   * @param timeout the longest to wait; what has not left by then stays queued
   */
  void flush(long timeout, TimeUnit unit);
}
