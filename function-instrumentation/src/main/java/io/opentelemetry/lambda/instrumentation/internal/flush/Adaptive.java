package io.opentelemetry.lambda.instrumentation.internal.flush;

import io.opentelemetry.lambda.instrumentation.common.Telemetry;

/**
 * Exports after the response, but of invocations that follow each other closely not each: what is
 * held waits as long as the next invocation can be expected before the export falls due, an
 * interval after the last.
 *
 * <p>How long the next invocation lets wait is told by the last ones: no longer than the longest of
 * four. If it does not come, what was reported within the interval is in the environment as long as
 * that is frozen, goes out when it is shut down, and is lost if it is killed.
 */
final class Adaptive extends AfterResponse {

  private static final int GAPS = 4;

  private final long intervalMillis;
  private final long[] gaps = new long[GAPS];
  private int known;
  private long exported;

  Adaptive(
      Telemetry telemetry,
      long timeoutMillis,
      FlushPolicy otherwise,
      ExtensionsApi api,
      long intervalMillis) {
    super(telemetry, timeoutMillis, otherwise, api);
    this.intervalMillis = intervalMillis;
  }

  @Override
  void waited(long millis) {
    // the first is the time from the init to the first invocation
    gaps[known % GAPS] = millis;
    known++;
  }

  @Override
  void exported() {
    exported = System.currentTimeMillis();
  }

  @Override
  boolean mayHold() {
    long now = System.currentTimeMillis();
    // a clock that was put back says nothing
    return known > GAPS
        && exported != 0
        && now >= exported
        && now + longestGap() - exported < intervalMillis;
  }

  private long longestGap() {
    long longest = 0;
    for (long gap : gaps) {
      longest = Math.max(longest, gap < 0 ? intervalMillis : gap);
    }
    return longest;
  }
}
