package io.opentelemetry.lambda.sdk.internal.http;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time by which a whole exchange, and so each step of it, has to be done. */
final class ExchangeDeadline {

  private static final Duration MAX = Duration.ofHours(1);
  private static final long DEFAULT = TimeUnit.SECONDS.toNanos(10);

  private final long nanoTime;

  static ExchangeDeadline after(Duration timeout) {
    return new ExchangeDeadline(System.nanoTime() + limit(timeout));
  }

  /**
   * The timeout in nanoseconds; OTLP's default of 10 s for one that is not positive or over 1 h.
   */
  static long limit(Duration timeout) {
    boolean usable = !timeout.isNegative() && !timeout.isZero() && timeout.compareTo(MAX) <= 0;
    return usable ? timeout.toNanos() : DEFAULT;
  }

  private ExchangeDeadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The time that is left, for a socket's timeout: never 0, which would mean without end.
   *
   * @throws SocketTimeoutException if none is left
   */
  int remainingMillis() throws SocketTimeoutException {
    long remaining = TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    if (remaining <= 0) {
      throw new SocketTimeoutException("the backend did not answer in time");
    }
    return (int) Math.min(remaining, Integer.MAX_VALUE);
  }

  /**
   * The same, but at least 1: a look at what has arrived already. After a freeze there may be
   * nothing left by the clock, and yet all that was waited for.
   */
  int remainingMillisOrLook() {
    long remaining = TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    return (int) Math.min(Math.max(remaining, 1), Integer.MAX_VALUE);
  }
}
