package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.internal.process.Limits;
import io.opentelemetry.lambda.emulator.internal.process.ProcessControl;
import io.opentelemetry.lambda.emulator.internal.sandbox.Sandbox;
import io.opentelemetry.lambda.emulator.internal.sandbox.SandboxProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The programs of an environment: the runtime, and each external extension, with all that they
 * start.
 */
final class EnvironmentProcesses {

  private final Sandbox sandbox;
  private final Limits limits;
  private final ProcessControl control;
  private final BiConsumer<String, String> output;

  private final Map<String, SandboxProcess> extensions = new LinkedHashMap<>();
  private @Nullable SandboxProcess runtime;
  private CompletableFuture<FunctionError> extensionExit = new CompletableFuture<>();
  private long highWaterBytes;
  private boolean closed;
  private volatile boolean abandoned;

  /**
   * Makes an environment without any program yet.
   *
   * @param limits of all programs together
   * @param output called with the name of a program, and a line that it wrote
   */
  static EnvironmentProcesses create(
      Sandbox sandbox, Limits limits, BiConsumer<String, String> output) {
    return new EnvironmentProcesses(sandbox, limits, ProcessControl.create(limits), output);
  }

  private EnvironmentProcesses(
      Sandbox sandbox, Limits limits, ProcessControl control, BiConsumer<String, String> output) {
    this.sandbox = sandbox;
    this.limits = limits;
    this.control = control;
    this.output = output;
  }

  /** By what the programs are frozen and limited, and what cannot be, in one line. */
  String control() {
    return control.describe();
  }

  /** Starts the external extensions of all layers, side by side. */
  synchronized void startExtensions(Map<String, String> environment) {
    extensionExit = new CompletableFuture<>();
    for (String name : sandbox.extensions()) {
      SandboxProcess extension = start(List.of("/opt/extensions/" + name), environment, name);
      extensions.put(name, extension);
      extensionExit =
          extensionExit.applyToEither(
              extension.exit().thenApply(status -> LambdaErrors.extensionExited(name, status)),
              exit -> exit);
    }
  }

  synchronized void startRuntime(List<String> command, Map<String, String> environment) {
    runtime = start(command, environment, LambdaEnvironment.FUNCTION);
  }

  private SandboxProcess start(
      List<String> command, Map<String, String> environment, String source) {
    if (closed) {
      throw new EmulatorException("the environment is closed");
    }
    return sandbox.start(command, environment, line -> output.accept(source, line), control);
  }

  /** Tells whether the runtime has been started, and not been ended by {@link #kill}. */
  synchronized boolean isStarted() {
    return runtime != null;
  }

  /** Done with the runtime's exit status. */
  synchronized CompletableFuture<Integer> runtimeExit() {
    return runtime == null ? new CompletableFuture<>() : unlessAbandoned(runtime.exit());
  }

  /** Done when one of the extensions has ended. */
  synchronized CompletableFuture<FunctionError> extensionExit() {
    return unlessAbandoned(extensionExit);
  }

  private <T> CompletableFuture<T> unlessAbandoned(CompletableFuture<T> future) {
    return future.thenCompose(
        value -> abandoned ? new CompletableFuture<>() : CompletableFuture.completedFuture(value));
  }

  /** The type of an error as Lambda's telemetry has it: the caller is not told of the memory. */
  synchronized String observedType(FunctionError error) {
    return error.errorType().equals(LambdaErrors.EXITED) && control.outOfMemory()
        ? LambdaErrors.OUT_OF_MEMORY
        : error.errorType();
  }

  /** Done when those extensions have ended. */
  synchronized CompletableFuture<Void> exit(Set<String> names) {
    return CompletableFuture.allOf(
        extensions.entrySet().stream()
            .filter(entry -> names.contains(entry.getKey()))
            .map(entry -> entry.getValue().exit())
            .toArray(CompletableFuture<?>[]::new));
  }

  synchronized void freeze() {
    control.freeze();
    // all that belongs to the invocation that has just ended
    extensions.values().forEach(SandboxProcess::readOutput);
    if (runtime != null) {
      runtime.readOutput();
    }
  }

  synchronized void thaw() {
    control.thaw();
  }

  /** Ends {@link #limitCpu}. */
  synchronized void liftCpuLimit() {
    control.limitCpu(OptionalDouble.empty());
  }

  /** Limits the programs to their share of the CPU, as they are from the start. */
  synchronized void limitCpu() {
    control.limitCpu(limits.vcpus());
  }

  /** Asks the runtime to end. */
  synchronized void terminateRuntime() {
    if (runtime != null) {
      runtime.terminate();
    }
  }

  synchronized void killRuntime() {
    if (runtime != null) {
      highWaterBytes();
      runtime.kill();
    }
  }

  synchronized void killExtensionsBut(Set<String> names) {
    extensions.forEach(
        (name, extension) -> {
          if (!names.contains(name)) {
            extension.kill();
          }
        });
  }

  /** Ends all programs without notice. */
  synchronized void kill() {
    highWaterBytes();
    control.kill();
    sandbox.guard(control);
    extensions.values().forEach(SandboxProcess::kill);
    if (runtime != null) {
      runtime.kill();
    }
    runtime = null;
    extensions.clear();
  }

  /** The most memory that the environment has had so far. */
  synchronized long highWaterBytes() {
    highWaterBytes = Math.max(highWaterBytes, control.memoryHighWaterBytes());
    return highWaterBytes;
  }

  /** The CPU time that those of the processes have had that still run. */
  synchronized Duration cpuTime() {
    return control.cpuTime();
  }

  /** Ends what is left; nothing can be started any more. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      kill();
      control.close();
    }
  }

  /** Does it without telling those who wait for a program's end, as this JVM is about to end. */
  void abandon() {
    abandoned = true;
    close();
  }
}
