package io.opentelemetry.lambda.cloudformation;

/** How a template lets Lambda come by the execution environments of a function. */
public enum StartMode {
  ON_DEMAND,
  PROVISIONED_CONCURRENCY,
  SNAP_START,
  MANAGED_INSTANCES
}
