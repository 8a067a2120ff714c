package io.opentelemetry.lambda.client.internal;

import org.jspecify.annotations.Nullable;

/** One step of a call, which an instrumentation is to pass on: whether it did, and how it ended. */
public final class GuardedStep {

  private boolean taken;
  private @Nullable Throwable failure;

  public void take() {
    taken = true;
  }

  /** Keeps what the step itself throws. */
  public void fail(Throwable thrown) {
    failure = thrown;
  }

  /**
   * Tells whether the step is still to be taken.
   *
   * @param thrown by the instrumentation; if it is the step's own, it is thrown again
   */
  public boolean isMissing(String library, Throwable thrown) {
    if (failure != null) {
      throw Hooks.<RuntimeException>rethrow(failure);
    }
    Hooks.leave("a call of " + library, thrown);
    return !taken;
  }
}
