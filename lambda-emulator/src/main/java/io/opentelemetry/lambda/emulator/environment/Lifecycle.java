package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.internal.extensions.EventType;
import io.opentelemetry.lambda.emulator.internal.extensions.ExtensionsApiServer;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.Outcome;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.PendingInvocation;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.RuntimeApiServer;
import io.opentelemetry.lambda.emulator.internal.telemetry.PlatformEvents;
import io.opentelemetry.lambda.emulator.internal.telemetry.TelemetryApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes an environment that serves one event at a time through its phases: init, restore,
 * invocations with a freeze after each, shutdown.
 */
final class Lifecycle {

  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RESTORE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHUTDOWN_WITH_EXTERNAL_EXTENSIONS = Duration.ofSeconds(2);
  private static final Duration SHUTDOWN_WITH_INTERNAL_EXTENSIONS = Duration.ofMillis(500);
  private static final Duration SHUTDOWN_OF_THE_RUNTIME = Duration.ofMillis(300);

  /** Not of the extensions' time: how long a subscriber may take for what it has not got yet. */
  private static final Duration TELEMETRY_DRAIN = Duration.ofSeconds(2);

  private final FunctionConfiguration function;
  private final EnvironmentStart environment;
  private final EnvironmentProcesses processes;
  private final RuntimeApiServer runtimeApi;
  private final ExtensionsApiServer extensions;
  private final TelemetryApiServer telemetry;
  private final PlatformEvents events;
  private final PhaseRecorder timeline;
  private final Output output;
  private final Runnable onFreeze;

  private boolean coldStart;
  private boolean awaitsRestore;
  private @Nullable Duration unreportedInit;

  Lifecycle(
      FunctionConfiguration function,
      EnvironmentStart environment,
      EnvironmentProcesses processes,
      RuntimeApiServer runtimeApi,
      ExtensionsApiServer extensions,
      TelemetryApiServer telemetry,
      PlatformEvents events,
      PhaseRecorder timeline,
      Output output,
      Runnable onFreeze) {
    this.function = function;
    this.environment = environment;
    this.processes = processes;
    this.runtimeApi = runtimeApi;
    this.extensions = extensions;
    this.telemetry = telemetry;
    this.events = events;
    this.timeline = timeline;
    this.output = output;
    this.onFreeze = onFreeze;
  }

  /** The first init, before any event. */
  InitResult init() {
    boolean limited = function.startType() == StartType.ON_DEMAND && function.limits().initTime();
    InitResult result = initialize("init", limited ? INIT_TIMEOUT : Deadline.NONE);
    unreportedInit = result.duration();
    return result;
  }

  /**
   * @param responded called when the caller has its answer, and the environment is awake yet
   */
  InvocationResult invoke(InvocationRequest invocation, Consumer<InvocationResult> responded) {
    int logged = output.size();
    FunctionError restoreError = awaitsRestore ? restore() : null;
    RunningInvocation running = RunningInvocation.begin(function, invocation);
    Outcome outcome =
        restoreError == null ? answer(running, invocation) : Outcome.failure(restoreError);
    InvocationResult result =
        Results.answered(
            running.requestId(),
            coldStart,
            outcome,
            Duration.between(running.start(), outcome.instant()),
            output.since(logged),
            processes.highWaterBytes());
    coldStart = false;
    responded.accept(result);
    Duration reportedInit = unreportedInit;
    settle(running, outcome);
    return Results.settled(
        result,
        Duration.between(outcome.instant(), Instant.now()),
        output.since(logged),
        reportedInit,
        processes.highWaterBytes());
  }

  private Outcome answer(RunningInvocation running, InvocationRequest invocation) {
    if (!processes.isStarted()) {
      // the init failed, or the last invocation took the runtime with it: once more, in this one
      InitResult again = initialize("invoke", running.deadline().remaining());
      if (again.status() == InitResult.Status.TIMEOUT) {
        return running.timedOut();
      }
      if (again.error() != null) {
        return Outcome.failure(again.error());
      }
    }
    thaw();
    timeline.begin(Phase.Kind.INVOCATION, running.requestId());
    events.start(running.trace());
    PendingInvocation pending = deliver(running, invocation);
    CompletableFuture<Outcome> failed = failure(running.requestId()).thenApply(Outcome::failure);
    try {
      return running.deadline().await(pending.outcome().applyToEither(failed, outcome -> outcome));
    } catch (TimeoutException e) {
      return running.timedOut();
    }
  }

  private PendingInvocation deliver(RunningInvocation running, InvocationRequest invocation) {
    PendingInvocation pending = running.pending(invocation);
    extensions.send(
        EventType.INVOKE,
        ExtensionEvents.invoke(running.trace(), running.arn(), running.end().toEpochMilli()));
    runtimeApi.deliver(pending);
    return pending;
  }

  /** Waits until the runtime and all extensions are done with the event, and freezes them. */
  private void settle(RunningInvocation running, Outcome outcome) {
    if (!processes.isStarted()) {
      return;
    }
    timeline.begin(Phase.Kind.AFTER_RESPONSE, running.requestId());
    String status = Statuses.of(outcome);
    FunctionError failure;
    try {
      Duration left = running.deadline().remaining();
      failure = Deadline.after(left).awaitEither(runtimeApi.idle(), failure(running.requestId()));
      events.runtimeDone(
          running.trace(),
          failure == null ? status : failureStatus(failure),
          failure == null ? null : processes.observedType(failure),
          running.start(),
          Duration.between(running.start(), Instant.now()),
          outcome.isResponse() ? Duration.between(running.start(), outcome.instant()) : null,
          outcome.isResponse() ? outcome.payload().length : 0);
      if (failure == null) {
        failure = running.deadline().awaitEither(extensions.idle(), failure(running.requestId()));
      }
    } catch (TimeoutException e) {
      report(running, "timeout", outcome);
      shutdown("timeout", /* politely= */ false);
      return;
    }
    report(running, failure == null ? status : failureStatus(failure), outcome);
    if (failure == null) {
      freeze();
    } else {
      shutdown("failure", /* politely= */ false);
    }
  }

  private String failureStatus(FunctionError failure) {
    return processes.observedType(failure).equals(LambdaErrors.OUT_OF_MEMORY) ? "error" : "failure";
  }

  private void report(RunningInvocation running, String status, Outcome outcome) {
    FunctionError error = outcome.error();
    events.report(
        running.trace(),
        status,
        error == null || status.equals("success") ? null : processes.observedType(error),
        Duration.between(running.start(), Instant.now()),
        processes.highWaterBytes(),
        unreportedInit);
    unreportedInit = null;
  }

  private InitResult initialize(String phase, Duration timeout) {
    if (function.limits().initAtFullSpeed()) {
      processes.liftCpuLimit();
    }
    try {
      return startEnvironment(phase, timeout);
    } finally {
      processes.limitCpu();
    }
  }

  private InitResult startEnvironment(String phase, Duration timeout) {
    timeline.begin(Phase.Kind.INIT, null);
    Instant start = Instant.now();
    Deadline deadline = Deadline.after(timeout);
    runtimeApi.reset();
    extensions.reset(environment.extensions());
    telemetry.reset();
    events.initStart(phase);
    try {
      FunctionError error = startPrograms(deadline);
      Duration duration = Duration.between(start, Instant.now());
      reportInit(phase, error == null ? "success" : "error", error, duration);
      if (error == null) {
        initialized();
        return new InitResult(InitResult.Status.OK, duration, null);
      }
      // it has reported why, and is about to end by itself
      Deadline.after(SHUTDOWN_OF_THE_RUNTIME).awaitQuietly(processes.runtimeExit());
      shutdown("failure", /* politely= */ false);
      return new InitResult(InitResult.Status.ERROR, duration, error);
    } catch (TimeoutException e) {
      Duration duration = Duration.between(start, Instant.now());
      reportInit(phase, "timeout", null, duration);
      shutdown("timeout", /* politely= */ false);
      return new InitResult(InitResult.Status.TIMEOUT, duration, null);
    }
  }

  /** Starts the programs; null when all are ready, else what has failed. */
  private @Nullable FunctionError startPrograms(Deadline deadline) throws TimeoutException {
    processes.startExtensions(environment.extensionVariables());
    FunctionError error =
        deadline.awaitEither(
            extensions.registered(),
            extensions.failed().applyToEither(processes.extensionExit(), e -> e));
    if (error != null) {
      return error;
    }
    processes.startRuntime(environment.command(), environment.variables());
    CompletableFuture<?> runtimeReady =
        CompletableFuture.anyOf(runtimeApi.idle(), runtimeApi.restoreAwaited());
    error = deadline.awaitEither(runtimeReady, failure(null));
    if (error != null) {
      return error;
    }
    extensions.closeRegistration();
    return deadline.awaitEither(extensions.idle(), failure(null));
  }

  private void reportInit(
      String phase, String status, @Nullable FunctionError error, Duration duration) {
    String errorType = error == null ? null : processes.observedType(error);
    extensions
        .subscriptions()
        .forEach((name, types) -> events.extension(name, "Ready", types, null));
    events.initRuntimeDone(phase, status, errorType);
    events.initReport(phase, status, errorType, duration);
  }

  private void initialized() {
    telemetry.closeSubscription();
    awaitsRestore = runtimeApi.restoreAwaited().isDone();
    coldStart = true;
    if (function.startType() == StartType.MANAGED_INSTANCES) {
      // what follows is not one phase after the other
      timeline.end();
    } else {
      freeze();
    }
  }

  /** Ends the wait for the snapshot; returns null when the hooks have run, else what has failed. */
  private @Nullable FunctionError restore() {
    awaitsRestore = false;
    thaw();
    timeline.begin(Phase.Kind.RESTORE, null);
    Instant start = Instant.now();
    events.restoreStart();
    runtimeApi.restored();
    FunctionError error;
    try {
      error =
          Deadline.after(RESTORE_TIMEOUT)
              .awaitEither(
                  runtimeApi.idle(),
                  runtimeApi.restoreError().applyToEither(failure(null), e -> e));
    } catch (TimeoutException e) {
      error = LambdaErrors.restoreTimedOut(RESTORE_TIMEOUT);
    }
    String status = error == null ? "success" : "error";
    String errorType = error == null ? null : error.errorType();
    events.restoreRuntimeDone(status, errorType);
    events.restoreReport(status, errorType, Duration.between(start, Instant.now()));
    if (error != null) {
      shutdown("failure", /* politely= */ false);
    }
    return error;
  }

  /** Done when a program ends, or reports that it cannot go on. */
  private CompletableFuture<FunctionError> failure(@Nullable String requestId) {
    CompletableFuture<FunctionError> runtimeExit =
        processes
            .runtimeExit()
            .thenApply(
                status ->
                    requestId == null
                        ? LambdaErrors.exited(status)
                        : LambdaErrors.exited(requestId, status));
    return runtimeApi
        .initError()
        .applyToEither(runtimeExit, e -> e)
        .applyToEither(extensions.failed(), e -> e)
        .applyToEither(processes.extensionExit(), e -> e);
  }

  private void freeze() {
    timeline.begin(Phase.Kind.FROZEN, null);
    telemetry.pause();
    processes.freeze();
    onFreeze.run();
  }

  private void thaw() {
    processes.thaw();
    telemetry.resume();
  }

  /** Ends the environment, which nobody has needed for a while. */
  void close() {
    if (processes.isStarted()) {
      shutdown("spindown", /* politely= */ true);
    }
    timeline.end();
    telemetry.close();
  }

  /**
   * Ends all programs, within the time that Lambda gives them.
   *
   * @param politely whether the runtime is asked to end, and not just killed
   */
  private void shutdown(String reason, boolean politely) {
    timeline.begin(Phase.Kind.SHUTDOWN, null);
    thaw();
    Duration time = function.limits().runtimeShutdown();
    if (politely && time != null) {
      processes.terminateRuntime();
      Deadline.after(time).awaitQuietly(processes.runtimeExit());
    }
    boolean external = extensions.any(/* onlyExternal= */ true);
    if (external || extensions.any(/* onlyExternal= */ false)) {
      Deadline deadline =
          Deadline.after(
              external ? SHUTDOWN_WITH_EXTERNAL_EXTENSIONS : SHUTDOWN_WITH_INTERNAL_EXTENSIONS);
      if (politely) {
        processes.terminateRuntime();
        Deadline.after(external ? SHUTDOWN_OF_THE_RUNTIME : SHUTDOWN_WITH_INTERNAL_EXTENSIONS)
            .awaitQuietly(processes.runtimeExit());
      }
      processes.killRuntime();
      Duration left = deadline.remaining();
      telemetry.drain(TELEMETRY_DRAIN);
      shutdownExtensions(reason, Deadline.after(left));
    }
    processes.kill();
    timeline.end();
    awaitsRestore = false;
  }

  private void shutdownExtensions(String reason, Deadline deadline) {
    Set<String> told = extensions.external(EventType.SHUTDOWN);
    long deadlineMillis = Instant.now().plus(deadline.remaining()).toEpochMilli();
    extensions.send(EventType.SHUTDOWN, ExtensionEvents.shutdown(reason, deadlineMillis));
    processes.killExtensionsBut(told);
    deadline.awaitQuietly(processes.exit(told));
  }
}
