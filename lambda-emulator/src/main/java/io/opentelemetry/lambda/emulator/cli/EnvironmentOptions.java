package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.emulator.Localhost;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.internal.runtime.Runtimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
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

  @Option(
      names = "--python-home",
      paramLabel = "DIR",
      description = "The Python to run the function with; by default pyenv's, or one of the PATH.")
  private @Nullable Path pythonHome;

  @Option(
      names = "--node-home",
      paramLabel = "DIR",
      description =
          "The Node.js to run the function with; by default nvm's, one of the PATH, or npm's.")
  private @Nullable Path nodeHome;

  @Option(
      names = "--ruby-home",
      paramLabel = "DIR",
      description = "The Ruby to run the function with; by default rbenv's, or one of the PATH.")
  private @Nullable Path rubyHome;

  @Option(
      names = "--runtime-client",
      paramLabel = "DIR",
      description =
          "The folder that is /var/runtime, instead of AWS's client from PyPI or npm; for Ruby, the"
              + " unpacked gem aws_lambda_ric.")
  private @Nullable Path runtimeClient;

  @Option(
      names = "--aws-sdk",
      paramLabel = "NAME",
      description =
          "A package of the AWS SDK for JavaScript that /var/runtime has, such as client-s3; may"
              + " be repeated. boto3 is always there.")
  private List<String> awsSdk = new ArrayList<>();

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
      names = "--localhost",
      paramLabel = "TEXT",
      description =
          "Which localhost the environment has: own, shared with this machine, or auto, which is own"
              + " where a layer brings an extension and this machine can do it.")
  private String localhost = "auto";

  @Option(
      names = "--machine-port",
      paramLabel = "PORT",
      description =
          "A port of this machine that an environment with a localhost of its own reaches there; may"
              + " be repeated. Those where somebody listens are, but for 4317 and 4318.")
  private List<Integer> machinePorts = new ArrayList<>();

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

  /** Sets what the options say, but for the runtime. */
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
    builder.localhost(localhost());
    machinePorts.forEach(builder::machinePort);
    return builder.memoryLimit(!noMemoryLimit).cpuLimit(!noCpuLimit).initAtFullSpeed(!noInitBoost);
  }

  private Localhost localhost() {
    for (Localhost value : Localhost.values()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(localhost)) {
        return value;
      }
    }
    throw Usage.error(spec, "--localhost " + localhost + ": there are auto, own and shared");
  }

  /** Sets a managed runtime, and where its parts are. */
  void setRuntime(LambdaEnvironmentBuilder builder, @Nullable String name) {
    if (name != null) {
      builder.runtime(name);
    }
    builder.javaHome(javaHome);
    set(pythonHome, "--python-home", builder::pythonHome);
    set(nodeHome, "--node-home", builder::nodeHome);
    set(rubyHome, "--ruby-home", builder::rubyHome);
    if (runtimeClient == null || Runtimes.mayBeClientOf(name, runtimeClient)) {
      set(runtimeClient, "--runtime-client", builder::runtimeClient);
    }
    awsSdk.forEach(builder::awsSdk);
  }

  private void set(@Nullable Path folder, String option, Consumer<Path> setter) {
    if (folder != null) {
      Usage.check(
          spec, Files.isDirectory(folder), option + " " + folder + ": there is no such folder");
      setter.accept(folder);
    }
  }
}
