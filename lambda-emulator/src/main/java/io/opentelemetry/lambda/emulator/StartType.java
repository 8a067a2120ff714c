package io.opentelemetry.lambda.emulator;

/** How Lambda comes by an execution environment. */
public enum StartType {
  /** When an event finds none that is free: an init of at most 10 seconds. */
  ON_DEMAND("on-demand"),
  /** Ahead of events; the init may take longer. */
  PROVISIONED_CONCURRENCY("provisioned-concurrency"),
  /**
   * From a snapshot that was taken after an init: the hooks before the snapshot run in the init,
   * those after a restore when the first event comes. The state is not copied: there is one process
   * only.
   */
  SNAP_START("snap-start"),
  /** On instances of the user's own: many events at once, and never a freeze. */
  MANAGED_INSTANCES("lambda-managed-instances");

  private final String text;

  StartType(String text) {
    this.text = text;
  }

  /** The value of {@code AWS_LAMBDA_INITIALIZATION_TYPE}. */
  public String text() {
    return text;
  }
}
