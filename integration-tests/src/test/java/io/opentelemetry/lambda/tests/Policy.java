package io.opentelemetry.lambda.tests;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;

/** When telemetry leaves; the columns of the documented table of what happens then. */
enum Policy {
  BEFORE_RESPONSE("before-response"),
  AFTER_RESPONSE("after-response"),
  ADAPTIVE("adaptive"),
  MANAGED_INSTANCES("managed instances");

  private final String column;

  Policy(String column) {
    this.column = column;
  }

  String column() {
    return column;
  }

  LambdaEnvironmentBuilder choose(LambdaEnvironmentBuilder function) {
    return this == MANAGED_INSTANCES
        ? function.managedInstances(2).environment("OTEL_BSP_SCHEDULE_DELAY", "200")
        : function.environment("OTEL_LAMBDA_FLUSH", column);
  }
}
