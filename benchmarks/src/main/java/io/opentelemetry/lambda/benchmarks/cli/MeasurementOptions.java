package io.opentelemetry.lambda.benchmarks.cli;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments.Limits;
import io.opentelemetry.lambda.benchmarks.environment.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what is measured, and with how much of the machine. */
final class MeasurementOptions {

  private static final double MB_PER_VCPU = 1769;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--layer",
      paramLabel = "NAME[=ZIP[+ZIP…]][,env K=V…]",
      description =
          "What is measured beside the bare function, none; may be repeated. NAME alone is one of"
              + " this project's layers, wrapper, javaagent, python, nodejs and ruby, or of the published ones,"
              + " existing-wrapper, existing-javaagent and {existing,adot,datadog}-{python,nodejs}, which may"
              + " also stand in the place of ZIP."
              + " The variables are the function's.")
  private List<String> layers = new ArrayList<>();

  @Option(names = "--memory", paramLabel = "MB", description = "The function's memory.")
  private int memoryMb = 1024;

  @Option(
      names = "--cpu",
      paramLabel = "SHARE",
      description =
          "The share of a CPU, 1.0 for one; by default as Lambda gives it, 0.58 for 1,024 MB.")
  private @Nullable Double cpu;

  @Option(
      names = "--java-home",
      paramLabel = "DIR",
      description =
          "The JDK to run the function with; may be repeated. By default the one that runs this.")
  private List<Path> javaHomes = new ArrayList<>();

  /** The bare function first, unless the options place it. */
  List<Configuration> configurations(List<String> defaults) {
    List<Configuration> configurations = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String text : layers.isEmpty() ? defaults : layers) {
      Configuration parsed = Usage.parse(spec, "--layer", () -> Configuration.parse(text));
      Usage.check(spec, names.add(parsed.name()), "--layer " + parsed.name() + " is there twice");
      configurations.add(parsed);
    }
    if (!names.contains(Configuration.NONE)) {
      configurations.add(0, Configuration.parse(Configuration.NONE));
    }
    return configurations;
  }

  Limits limits(boolean initAtFullSpeed) {
    Usage.check(spec, memoryMb >= 128 && memoryMb <= 10240, "--memory is from 128 to 10240 MB");
    double share = cpu == null ? memoryMb / MB_PER_VCPU : cpu;
    Usage.check(spec, share >= 0.01 && share <= 64, "--cpu is from 0.01 to 64");
    return new Limits(memoryMb, share, initAtFullSpeed);
  }

  List<Path> javaHomes() {
    List<Path> homes =
        javaHomes.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : javaHomes;
    homes.forEach(home -> Usage.parse(spec, "--java-home", () -> Machine.jdkVersion(home)));
    return homes;
  }
}
