package io.opentelemetry.lambda.emulator;

import io.opentelemetry.lambda.emulator.internal.sandbox.Sandbox;
import io.opentelemetry.lambda.emulator.internal.sandbox.SandboxProcess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The programs of an environment: the runtime, and each external extension. */
final class EnvironmentProcesses {

  private final Sandbox sandbox;
  private final BiConsumer<String, String> output;

  private final Map<String, SandboxProcess> extensions = new LinkedHashMap<>();
  private @Nullable SandboxProcess runtime;
  private CompletableFuture<FunctionError> extensionExit = new CompletableFuture<>();
  private long highWaterBytes;

  /**
   * Makes an environment without any program yet.
   *
   * @param output called with the name of a program, and a line that it wrote
   */
  static EnvironmentProcesses create(Sandbox sandbox, BiConsumer<String, String> output) {
    return new EnvironmentProcesses(sandbox, output);
  }

  private EnvironmentProcesses(Sandbox sandbox, BiConsumer<String, String> output) {
    this.sandbox = sandbox;
    this.output = output;
  }

  /** Starts the external extensions of all layers, side by side. */
  void startExtensions(Map<String, String> environment) {
    extensionExit = new CompletableFuture<>();
    for (String name : sandbox.extensions()) {
      SandboxProcess extension =
          sandbox.start(
              List.of("/opt/extensions/" + name), environment, line -> output.accept(name, line));
      extensions.put(name, extension);
      extensionExit =
          extensionExit.applyToEither(
              extension.exit().thenApply(status -> LambdaErrors.extensionExited(name, status)),
              exit -> exit);
    }
  }

  void startRuntime(List<String> command, Map<String, String> environment) {
    runtime =
        sandbox.start(
            command, environment, line -> output.accept(LambdaEnvironment.FUNCTION, line));
  }

  /** Whether the runtime has been started, and not been ended by {@link #kill}. */
  boolean isStarted() {
    return runtime != null;
  }

  /** Done with the runtime's exit status. */
  CompletableFuture<Integer> runtimeExit() {
    return runtime == null ? new CompletableFuture<>() : runtime.exit();
  }

  /** Done when one of the extensions has ended. */
  CompletableFuture<FunctionError> extensionExit() {
    return extensionExit;
  }

  /** Done when those extensions have ended. */
  CompletableFuture<Void> exit(Set<String> names) {
    return CompletableFuture.allOf(
        extensions.entrySet().stream()
            .filter(entry -> names.contains(entry.getKey()))
            .map(entry -> entry.getValue().exit())
            .toArray(CompletableFuture<?>[]::new));
  }

  void freeze() {
    all().forEach(SandboxProcess::freeze);
    readHighWater();
  }

  void thaw() {
    all().forEach(SandboxProcess::thaw);
  }

  /** Asks the runtime to end. */
  void terminateRuntime() {
    if (runtime != null) {
      runtime.terminate();
    }
  }

  void killRuntime() {
    if (runtime != null) {
      readHighWater();
      runtime.kill();
    }
  }

  void killExtensionsBut(Set<String> names) {
    extensions.forEach(
        (name, extension) -> {
          if (!names.contains(name)) {
            extension.kill();
          }
        });
  }

  /** Ends all programs without notice. */
  void kill() {
    readHighWater();
    all().forEach(SandboxProcess::kill);
    runtime = null;
    extensions.clear();
  }

  /** The most memory that the environment has had so far. */
  long highWaterBytes() {
    return highWaterBytes;
  }

  private void readHighWater() {
    long bytes = all().stream().mapToLong(SandboxProcess::highWaterBytes).sum();
    highWaterBytes = Math.max(highWaterBytes, bytes);
  }

  private Collection<SandboxProcess> all() {
    List<SandboxProcess> all = new ArrayList<>(extensions.values());
    if (runtime != null) {
      all.add(runtime);
    }
    return all;
  }
}
