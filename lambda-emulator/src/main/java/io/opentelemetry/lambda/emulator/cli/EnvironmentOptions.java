package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.emulator.LambdaEnvironmentBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that all functions have in common. */
final class EnvironmentOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--layer",
      paramLabel = "ZIP",
      description = "A layer; may be repeated, later ones lie over earlier ones.")
  private List<Path> layers = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "One of the function's environment variables; may be repeated.")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Option(
      names = "--java-home",
      paramLabel = "DIR",
      description = "The JDK to run the function with.",
      defaultValue = "${sys:java.home}")
  private Path javaHome = Path.of("");

  @Option(names = "--no-memory-limit", description = "Lets the function use more than its memory.")
  private boolean noMemoryLimit;

  @Option(
      names = "--no-cpu-limit",
      description = "Gives the function all CPUs, and not one vCPU for 1,769 MB of memory.")
  private boolean noCpuLimit;

  @Option(
      names = "--no-init-boost",
      description = "Limits the CPU during the init, too, which Lambda runs at full speed.")
  private boolean noInitBoost;

  @Option(
      names = "--tmp",
      paramLabel = "DIR",
      description =
          "The folder that is the function's /tmp; by default a new one, which is removed.")
  private @Nullable Path tmp;

  @Option(
      names = "--runtime-shutdown",
      paramLabel = "S",
      description =
          "The seconds that the runtime may take to end by itself when the environment is shut down;"
              + " by default what Lambda gives it.")
  private @Nullable Integer runtimeShutdown;

  /** Sets what the options say, but for the JDK. */
  LambdaEnvironmentBuilder apply(LambdaEnvironmentBuilder builder) {
    for (Path layer : layers) {
      if (!Files.exists(layer)) {
        throw Usage.error(spec, "--layer " + layer + ": there is no such file or folder");
      }
      builder.layer(layer);
    }
    environment.forEach(builder::environment);
    if (tmp != null) {
      Usage.check(spec, Files.isDirectory(tmp), "--tmp " + tmp + ": there is no such folder");
      builder.tmp(tmp);
    }
    if (runtimeShutdown != null) {
      builder.runtimeShutdown(Duration.ofSeconds(runtimeShutdown));
    }
    return builder.memoryLimit(!noMemoryLimit).cpuLimit(!noCpuLimit).initAtFullSpeed(!noInitBoost);
  }

  /** The JDK of a function that does not bring its own runtime. */
  Path javaHome() {
    return javaHome;
  }
}
