package io.opentelemetry.lambda.instrumentation.common;

import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.TimeUnit;

/**
 * The OpenTelemetry that a function reports to, and the way to get out of the process what it
 * holds. When that happens is the flush policies' business, how it is done an implementation's.
 *
 * <p>Found with {@link java.util.ServiceLoader}: an implementation has a public constructor without
 * arguments, which sets the SDK up and registers it as {@link
 * io.opentelemetry.api.GlobalOpenTelemetry}. Its methods may be called from several threads.
 */
public interface Telemetry {

  /** The API that spans, metrics and logs are reported to; always the same object. */
  OpenTelemetry openTelemetry();

  /**
   * Exports the traces, metrics and logs that are held, side by side, and waits for them, but not
   * for a backend that is known to be down or too slow.
   *
   * @param timeout the longest to wait; 0 begins to export and does not wait. What has not left by
   *     then stays queued.
   * @return whether nothing is held any more
   */
  boolean flush(long timeout, TimeUnit unit);

  /**
   * Exports the spans of a trace that are still open, as they stand, ended now and with the
   * attribute {@code otel.lambda.unfinished=true}; what is exported so is not exported again when
   * it ends. Everything else that is held goes with it.
   *
   * @param timeout as for {@link #flush}
   * @return as {@link #flush}
   */
  boolean exportUnfinished(String traceId, long timeout, TimeUnit unit);

  /**
   * Does what an export takes, with nothing to report and without sending it, so that the first one
   * finds it loaded.
   */
  void prime();

  /**
   * Before a snapshot of the process is taken: exports what is held and closes connections.
   *
   * @param timeout the longest to wait
   */
  void beforeCheckpoint(long timeout, TimeUnit unit);

  /** In an environment made from a snapshot: new randomness for ids, a new faas.instance. */
  void afterRestore();
}
