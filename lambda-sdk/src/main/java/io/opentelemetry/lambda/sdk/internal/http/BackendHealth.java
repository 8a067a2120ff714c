package io.opentelemetry.lambda.sdk.internal.http;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether it is worth waiting for a backend, and whether it is to be asked at all. Guarded
 * by the {@link Outbox}; times are of {@link System#nanoTime()}.
 *
 * <p>It begins as up. One that fails is down until a time, and gets nothing before. One that does
 * not answer while a flush waits is slow until a time: it gets its requests, but no flush waits.
 * After that time the next flush is a trial: it waits a moment, and what is sent and answered
 * within is the proof that the backend is up. An answer at any other time is none, as it may have
 * arrived in a freeze of any length.
 */
final class BackendHealth {

  private static final long MAX_TRIAL = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MIN_BACKOFF = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_BACKOFF = TimeUnit.SECONDS.toNanos(60);

  private boolean up = true;
  private boolean slow;
  private long backoff;
  private long until;
  private boolean trial;
  private long trialBegan;

  boolean isUp() {
    return up;
  }

  boolean maySend(long now) {
    return up || slow || now - until >= 0;
  }

  /** To be called when a flush begins that can wait. */
  void beginFlush(long now) {
    boolean trialRuns = trial && now - trialBegan < MAX_TRIAL;
    if (!up && !trialRuns && now - until >= 0) {
      trial = true;
      trialBegan = now;
    }
  }

  /**
   * How long a flush is to wait still.
   *
   * @param left what it has left
   */
  long patience(long now, long left) {
    if (up) {
      return left;
    }
    return trial ? Math.min(left, trialBegan + MAX_TRIAL - now) : 0;
  }

  /**
   * To be called when a flush ends while a request that it has waited for has no answer.
   *
   * @param begun when that request was begun
   * @param budget how long the flush could wait
   * @param left what it has left of that
   */
  void endFlush(long begun, long now, long budget, long left) {
    boolean unanswered = up && (now - begun) * 2 >= budget;
    boolean failedTrial = trial && patience(now, left) <= 0;
    if (unanswered || failedTrial) {
      suspect(now, 0);
      slow = true;
    }
  }

  /** There was an answer to a request that was begun at that time. */
  void answered(long begun) {
    if (trial && begun - trialBegan >= 0) {
      reset();
    } else if (!up) {
      slow = true;
    }
  }

  /**
   * There was none, or a refusal for the time being.
   *
   * @param retryAfter for how long the backend does not want to be asked, 0 where it does not say
   */
  void failed(long now, long retryAfter) {
    // requests that fail side by side are one failure
    if (up || slow || trial || now - until >= 0) {
      suspect(now, retryAfter);
      slow = false;
    }
  }

  private void suspect(long now, long retryAfter) {
    up = false;
    trial = false;
    backoff = Math.min(MAX_BACKOFF, Math.max(MIN_BACKOFF, backoff * 2));
    // environments that have lost their backend together do not all come back together
    long jitter = ThreadLocalRandom.current().nextLong(backoff / 4);
    until = now + Math.max(retryAfter, backoff - jitter);
  }

  void reset() {
    up = true;
    slow = false;
    trial = false;
    backoff = 0;
  }
}
