package io.opentelemetry.lambda.sdk.internal;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import org.jspecify.annotations.Nullable;

/** Counts the items of one kind that are held and those that are lost, and says how many. */
public final class ItemCounts {

  private final String kind;
  private int held;
  private int saidHeld;
  private long lost;
  private long saidLost;
  private String lastReason = "";

  /**
   * Makes one that has counted nothing.
   *
   * @param kind the items' name, in the plural
   */
  public static ItemCounts of(String kind) {
    return new ItemCounts(kind);
  }

  private ItemCounts(String kind) {
    this.kind = kind;
  }

  /** Counts items that are held from now on, unless there were more than allowed then. */
  public synchronized boolean hold(int count, int max) {
    boolean held = count <= max - this.held;
    if (held) {
      this.held += count;
    }
    return held;
  }

  /** Counts items as held no more, since they have been exported. */
  public synchronized void exported(int count) {
    held -= count;
  }

  /** Counts items as held no more, since they are lost. */
  public synchronized void dropped(int count, String reason) {
    held -= count;
    lost(count, reason);
  }

  /**
   * Counts items as lost that have not been held, and says so at once if they are ten times as many
   * as when it last did.
   */
  public synchronized void lost(long count, String reason) {
    lost += count;
    lastReason = reason;
    if (lost >= saidLost * 10) {
      sayLost();
    }
  }

  /** Says how many have been lost in all, if that has not been said. */
  public synchronized void sayLost() {
    if (lost > saidLost) {
      saidLost = lost;
      Diagnostics.say(lost + " " + kind + " were dropped: " + lastReason);
    }
  }

  /**
   * Says how many have been lost and how many are held, if that has not been said: nobody may be
   * there to say it later.
   *
   * @param reason why items are held, null where none is to be
   */
  public synchronized void say(@Nullable String reason) {
    sayLost();
    int waiting = reason == null ? 0 : held;
    if (waiting != saidHeld) {
      saidHeld = waiting;
      Diagnostics.say(
          waiting == 0
              ? "no " + kind + " wait any more"
              : waiting
                  + " "
                  + kind
                  + " wait, and are lost if the environment ends before they are sent: "
                  + reason);
    }
  }
}
