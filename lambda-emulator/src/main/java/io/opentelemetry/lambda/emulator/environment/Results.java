package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.InvocationResult.Status;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the results of invocations, as they stand with the response and as they stand at rest. */
final class Results {

  static InvocationResult answered(
      String requestId,
      boolean coldStart,
      Outcome outcome,
      Duration duration,
      List<LogLine> log,
      long memoryHighWaterBytes) {
    FunctionError error = outcome.error();
    return new InvocationResult(
        requestId,
        coldStart,
        status(error),
        outcome.instant(),
        duration,
        Duration.ZERO,
        outcome.payload(),
        error,
        log,
        /* init= */ null,
        memoryHighWaterBytes);
  }

  static InvocationResult settled(
      InvocationResult answered,
      Duration postRuntime,
      List<LogLine> log,
      @Nullable Duration init,
      long memoryHighWaterBytes) {
    return new InvocationResult(
        answered.requestId(),
        answered.coldStart(),
        answered.status(),
        answered.responded(),
        answered.duration(),
        postRuntime,
        answered.payload(),
        answered.error(),
        log,
        init,
        memoryHighWaterBytes);
  }

  private static Status status(@Nullable FunctionError error) {
    if (error == null) {
      return Status.OK;
    }
    return error.errorType().equals(LambdaErrors.TIMED_OUT) ? Status.TIMEOUT : Status.ERROR;
  }

  private Results() {}
}
