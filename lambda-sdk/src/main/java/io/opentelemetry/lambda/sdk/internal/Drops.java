package io.opentelemetry.lambda.sdk.internal;

import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;

/**
 * Counts what is lost of one kind, and says so: at once, then whenever it has become ten times as
 * much, and at the end.
 */
public final class Drops {

  private final String what;
  private long total;
  private long said;
  private String lastReason = "";

  /**
   * Makes one that has counted nothing.
   *
   * @param what the kind, in the plural
   */
  public static Drops of(String what) {
    return new Drops(what);
  }

  private Drops(String what) {
    this.what = what;
  }

  public synchronized void add(long count, String reason) {
    total += count;
    lastReason = reason;
    if (total >= said * 10) {
      say();
    }
  }

  /** Says how much it was in all, if that has not been said. */
  public synchronized void sayTotal() {
    if (total > said) {
      say();
    }
  }

  private void say() {
    said = total;
    Diagnostics.warn(total + " " + what + " were dropped: " + lastReason);
  }
}
