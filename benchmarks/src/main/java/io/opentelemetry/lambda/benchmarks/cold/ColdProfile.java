package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.environment.BenchmarkException;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.benchmarks.environment.Project;
import io.opentelemetry.lambda.benchmarks.environment.TextTable;
import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Shows what one start is made of: its classes, and where Java code spends its time. */
public final class ColdProfile {

  private static final Duration TIME_TO_WRITE = Duration.ofMinutes(1);
  private static final int ROWS = 20;
  private static final String RECORDING = "start.jfr";

  /**
   * Starts the function twice, and returns the lines to print.
   *
   * @throws BenchmarkException if the recording cannot be written
   */
  public static List<String> of(Environments environments, Configuration configuration) {
    Path folder = folder(configuration.name());
    List<String> lines = new ArrayList<>();
    LoadedClasses classes = LoadedClasses.of(environments, configuration, lambda -> {});
    lines.add(configuration.name() + ": " + classes.count() + " classes until the first response");
    lines.addAll(classTable(classes.byPackage()));
    StartSamples samples = record(environments, configuration, folder);
    lines.add("");
    lines.add(samples.total() + " samples of Java code, by what it does");
    lines.addAll(sampleTable(samples.byWork(), samples));
    lines.add("");
    lines.add("on whose account");
    lines.addAll(sampleTable(samples.byAccount(), samples));
    lines.add("");
    lines.add("the recording is " + folder.resolve(RECORDING));
    return lines;
  }

  /** The folder that the function has as its {@code /tmp}. */
  private static Path folder(String name) {
    Path folder =
        Project.root().resolve("benchmarks/target/profile").resolve(name.replaceAll("\\W", "-"));
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BenchmarkException("cannot make " + folder + ": " + e.getMessage(), e);
    }
  }

  private static StartSamples record(
      Environments environments, Configuration configuration, Path folder) {
    Configuration recorded =
        configuration.withJvmOption(
            "-XX:StartFlightRecording:settings=profile,dumponexit=true,"
                + "jdk.ExecutionSample#period=1ms,filename=/tmp/"
                + RECORDING);
    List<Phase> phases;
    LambdaEnvironment lambda =
        environments.builder(recorded).tmp(folder).runtimeShutdown(TIME_TO_WRITE).build();
    try (lambda) {
      environments.init(recorded, lambda);
      environments.invoke(recorded, lambda);
      phases = lambda.report().phases();
    }
    return StartSamples.read(folder.resolve(RECORDING), phases);
  }

  private static List<String> classTable(Map<String, Integer> byPackage) {
    TextTable table = TextTable.of("package", "classes");
    byPackage.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(ROWS)
        .forEach(entry -> table.add(entry.getKey(), entry.getValue().toString()));
    return table.lines();
  }

  private static List<String> sampleTable(
      Map<String, StartSamples.Counts> counts, StartSamples samples) {
    TextTable table = TextTable.of("", "init %", "first %");
    counts.entrySet().stream()
        .sorted(Comparator.comparing(entry -> -entry.getValue().total()))
        .limit(ROWS)
        .forEach(
            entry ->
                table.add(
                    entry.getKey(),
                    samples.percent(entry.getValue().init()),
                    samples.percent(entry.getValue().first())));
    return table.lines();
  }

  private ColdProfile() {}
}
