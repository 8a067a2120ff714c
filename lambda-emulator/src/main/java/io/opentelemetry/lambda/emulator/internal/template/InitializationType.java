package io.opentelemetry.lambda.emulator.internal.template;

/** How a function's environments come into being. */
public enum InitializationType {
  ON_DEMAND("on-demand"),
  PROVISIONED_CONCURRENCY("provisioned-concurrency"),
  SNAP_START("snap-start"),
  MANAGED_INSTANCES("lambda-managed-instances");

  private final String value;

  InitializationType(String value) {
    this.value = value;
  }

  /** The value of {@code AWS_LAMBDA_INITIALIZATION_TYPE}. */
  public String value() {
    return value;
  }
}
