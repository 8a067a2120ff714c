package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.Outcome;

/** How the platform's events name the ways in which an invocation ends. */
final class Statuses {

  static String of(Outcome outcome) {
    FunctionError error = outcome.error();
    if (error == null) {
      return "success";
    }
    return error.errorType().equals(LambdaErrors.TIMED_OUT) ? "timeout" : "error";
  }

  private Statuses() {}
}
