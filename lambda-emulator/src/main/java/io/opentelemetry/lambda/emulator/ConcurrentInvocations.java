package io.opentelemetry.lambda.emulator;

import io.opentelemetry.lambda.emulator.internal.runtimeapi.Outcome;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.PendingInvocation;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.RuntimeApi;
import io.opentelemetry.lambda.emulator.internal.telemetry.InvocationTrace;
import io.opentelemetry.lambda.emulator.internal.telemetry.PlatformEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Invocations on managed instances: many at once, no freeze, no event for extensions. */
final class ConcurrentInvocations {

  private final FunctionConfiguration function;
  private final EnvironmentProcesses processes;
  private final RuntimeApi runtimeApi;
  private final PlatformEvents events;
  private final AtomicBoolean coldStart = new AtomicBoolean(true);

  ConcurrentInvocations(
      FunctionConfiguration function,
      EnvironmentProcesses processes,
      RuntimeApi runtimeApi,
      PlatformEvents events) {
    this.function = function;
    this.processes = processes;
    this.runtimeApi = runtimeApi;
    this.events = events;
  }

  InvocationResult invoke(Invocation invocation, Consumer<InvocationResult> responded) {
    String requestId = UUID.randomUUID().toString();
    boolean first = coldStart.getAndSet(false);
    Instant start = Instant.now();
    Deadline deadline = Deadline.after(function.timeout());
    String given = invocation.traceHeader();
    InvocationTrace trace =
        new InvocationTrace(
            requestId,
            given == null ? InvocationHeaders.newTraceHeader(function.tracing()) : given,
            InvocationHeaders.newSpanId());
    events.start(trace);
    PendingInvocation pending =
        PendingInvocation.of(
            requestId,
            invocation.event(),
            InvocationHeaders.of(
                requestId,
                function.arn(invocation.qualifier()),
                start.plus(function.timeout()),
                trace.header(),
                invocation));
    runtimeApi.deliver(pending);
    Outcome outcome = await(pending, requestId, deadline);
    Duration duration = Duration.between(start, outcome.instant());
    FunctionError error = outcome.error();
    events.report(
        trace,
        Statuses.of(outcome),
        error == null ? null : processes.observedType(error),
        duration,
        processes.highWaterBytes(),
        null);
    // whose lines they are cannot be told
    InvocationResult result =
        InvocationResult.of(
            requestId, first, outcome, duration, List.of(), processes.highWaterBytes());
    responded.accept(result);
    return result;
  }

  private Outcome await(PendingInvocation pending, String requestId, Deadline deadline) {
    CompletableFuture<Outcome> exit =
        processes
            .runtimeExit()
            .thenApply(status -> Outcome.failure(LambdaErrors.exited(requestId, status)));
    try {
      return deadline.await(pending.outcome().applyToEither(exit, outcome -> outcome));
    } catch (TimeoutException e) {
      return Outcome.failure(LambdaErrors.timedOut(requestId, function.timeout()));
    }
  }
}
