package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.Outcome;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.PendingInvocation;
import io.opentelemetry.lambda.emulator.internal.telemetry.InvocationTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * An invocation that goes on.
 *
 * @param arn as it is invoked, with the qualifier if there is one
 * @param timeout the function's, which the deadline is of
 */
record RunningInvocation(
    String requestId,
    String arn,
    InvocationTrace trace,
    Instant start,
    Duration timeout,
    Deadline deadline) {

  /** Begins the time of an invocation. */
  static RunningInvocation begin(FunctionConfiguration function, InvocationRequest invocation) {
    String requestId = UUID.randomUUID().toString();
    String given = invocation.traceHeader();
    return new RunningInvocation(
        requestId,
        function.arn(invocation.qualifier()),
        new InvocationTrace(
            requestId,
            given == null ? InvocationHeaders.newTraceHeader(function.tracing()) : given,
            InvocationHeaders.newSpanId()),
        Instant.now(),
        function.timeout(),
        Deadline.after(function.timeout()));
  }

  /** The invocation as the runtime gets it. */
  PendingInvocation pending(InvocationRequest invocation) {
    return PendingInvocation.of(
        requestId,
        invocation.event(),
        InvocationHeaders.of(requestId, arn, end(), trace.header(), invocation));
  }

  /** When the function's time is over. */
  Instant end() {
    return start.plus(timeout);
  }

  Outcome timedOut() {
    return Outcome.failure(LambdaErrors.timedOut(requestId, timeout));
  }
}
