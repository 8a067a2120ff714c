package io.opentelemetry.lambda.instrumentation.internal.flush;

import com.amazonaws.services.lambda.runtime.Context;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import java.util.concurrent.TimeUnit;

/**
 * Exports everything before the response goes out, so that nothing is held when Lambda freezes the
 * environment. It takes no longer than the user allows, nor than the invocation has left less a
 * margin, in which the runtime must send the response.
 */
final class BeforeResponse implements FlushPolicy {

  private static final long MIN_BUDGET_MILLIS = 1;

  private static final long MIN_MARGIN_MILLIS = 100;
  private static final long MAX_MARGIN_MILLIS = 500;

  private final Telemetry telemetry;
  private final long timeoutMillis;

  BeforeResponse(Telemetry telemetry, long timeoutMillis) {
    this.telemetry = telemetry;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public void afterInvocation(Context context) {
    long budget = Math.min(timeoutMillis, budgetMillis(context.getRemainingTimeInMillis()));
    // without any time left, telemetry at least begins to leave, and what does not is said
    telemetry.flush(Math.max(MIN_BUDGET_MILLIS, budget), TimeUnit.MILLISECONDS);
  }

  /**
   * Computes the time that a tenth of the remaining time leaves, the tenth being no less than 100,
   * no more than 500 ms.
   */
  static long budgetMillis(long remainingMillis) {
    long margin = Math.min(MAX_MARGIN_MILLIS, Math.max(MIN_MARGIN_MILLIS, remainingMillis / 10));
    return remainingMillis - margin;
  }
}
