package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.Outcome;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.PendingInvocation;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.RuntimeApiServer;
import io.opentelemetry.lambda.emulator.internal.telemetry.PlatformEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Invocations on managed instances: many at once, no freeze, no event for extensions. */
final class ConcurrentInvocations {

  private final FunctionConfiguration function;
  private final EnvironmentProcesses processes;
  private final RuntimeApiServer runtimeApi;
  private final PlatformEvents events;
  private final AtomicBoolean coldStart = new AtomicBoolean(true);

  ConcurrentInvocations(
      FunctionConfiguration function,
      EnvironmentProcesses processes,
      RuntimeApiServer runtimeApi,
      PlatformEvents events) {
    this.function = function;
    this.processes = processes;
    this.runtimeApi = runtimeApi;
    this.events = events;
  }

  InvocationResult invoke(InvocationRequest invocation, Consumer<InvocationResult> responded) {
    boolean first = coldStart.getAndSet(false);
    RunningInvocation running = RunningInvocation.begin(function, invocation);
    events.start(running.trace());
    PendingInvocation pending = running.pending(invocation);
    runtimeApi.deliver(pending);
    Outcome outcome = await(running, pending);
    Duration duration = Duration.between(running.start(), outcome.instant());
    FunctionError error = outcome.error();
    events.report(
        running.trace(),
        Statuses.of(outcome),
        error == null ? null : processes.observedType(error),
        duration,
        processes.highWaterBytes(),
        null);
    // whose lines they are cannot be told
    InvocationResult result =
        Results.answered(
            running.requestId(), first, outcome, duration, List.of(), processes.highWaterBytes());
    responded.accept(result);
    return result;
  }

  private Outcome await(RunningInvocation running, PendingInvocation pending) {
    CompletableFuture<Outcome> exit =
        processes
            .runtimeExit()
            .thenApply(status -> Outcome.failure(LambdaErrors.exited(running.requestId(), status)));
    try {
      return running.deadline().await(pending.outcome().applyToEither(exit, outcome -> outcome));
    } catch (TimeoutException e) {
      return running.timedOut();
    }
  }
}
