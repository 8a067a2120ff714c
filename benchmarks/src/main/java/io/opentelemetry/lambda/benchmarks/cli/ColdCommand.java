package io.opentelemetry.lambda.benchmarks.cli;

import io.opentelemetry.lambda.benchmarks.cold.ColdBenchmark;
import io.opentelemetry.lambda.benchmarks.cold.ColdChart;
import io.opentelemetry.lambda.benchmarks.cold.ColdJson;
import io.opentelemetry.lambda.benchmarks.cold.ColdProfile;
import io.opentelemetry.lambda.benchmarks.cold.ColdResult;
import io.opentelemetry.lambda.benchmarks.cold.ColdTable;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.benchmarks.environment.Environments.Limits;
import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.Function;
import io.opentelemetry.lambda.benchmarks.environment.Machine;
import io.opentelemetry.lambda.benchmarks.environment.Platform;
import io.opentelemetry.lambda.benchmarks.environment.Platform.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "cold",
    description = {
      "What a cold start costs: starts a function in the local Lambda, with each layer in turn.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    showDefaultValues = true)
final class ColdCommand implements Callable<Integer> {

  private static final List<String> OURS = List.of("none", "wrapper", "javaagent");
  private static final List<String> WITH_EXISTING =
      List.of("none", "existing-wrapper", "wrapper", "existing-javaagent", "javaagent");

  @Spec private @Nullable CommandSpec spec;

  @Mixin private MeasurementOptions environmentOptions = new MeasurementOptions();

  @Mixin private MeasuredFunctionOptions functionOptions = new MeasuredFunctionOptions();

  @Option(
      names = "--existing",
      description =
          "Without --layer: the existing OpenTelemetry layers, too, which it builds; for Python and"
              + " Node.js also AWS's (ADOT) and Datadog's.")
  private boolean existing;

  @Mixin private PlatformOptions platformOptions = new PlatformOptions();

  @Option(names = "--runs", paramLabel = "N", description = "How often to start each.")
  private int runs = 5;

  @Option(
      names = "--init-boost",
      description = "Gives the init all CPUs, as Lambda does, and the invocations their share.")
  private boolean initBoost;

  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(names = "--svg", paramLabel = "FILE", description = "Draws the medians as a bar chart.")
  private @Nullable Path svg;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Instead: shows what a start with this layer is made of, its classes by package, and where"
              + " Java code spends its time.")
  private @Nullable String profile;

  @Override
  public Integer call() {
    List<Platform> platforms = platformOptions.platforms(environmentOptions.javaHomes());
    Language language = platforms.get(0).language();
    List<Configuration> configurations = environmentOptions.configurations(defaults(language));
    Function function = functionOptions.function(language);
    Limits limits = environmentOptions.limits(initBoost);
    Usage.check(spec, runs >= 1, "--runs is at least 1");
    Usage.checkFolder(spec, "--svg", svg);
    outputOptions.check();
    List<Configuration> profiled =
        configurations.stream().filter(each -> each.name().equals(profile)).toList();
    Usage.check(
        spec,
        profile == null || !profiled.isEmpty(),
        "--profile " + profile + ": there is no such layer, give it by --layer");
    Usage.check(
        spec, profile == null || language == Language.JAVA, "--profile is for Java's layers");
    List<ColdResult> results = new ArrayList<>();
    for (Platform platform : platforms) {
      try (Environments environments = Environments.create(function, limits, platform)) {
        if (!profiled.isEmpty()) {
          outputOptions.print(ColdProfile.of(environments, profiled.get(0)));
        } else {
          ColdBenchmark benchmark =
              ColdBenchmark.create(environments, configurations, outputOptions::progress);
          results.add(benchmark.run(runs));
        }
      }
    }
    if (profiled.isEmpty()) {
      report(function, limits, results);
    }
    return Main.OK;
  }

  private List<String> defaults(Language language) {
    if (language == Language.JAVA) {
      return existing ? WITH_EXISTING : OURS;
    }
    List<String> layers = new ArrayList<>(List.of(Configuration.NONE));
    if (existing) {
      Usage.check(
          spec,
          !language.publishedLayers().isEmpty(),
          "--existing: there is no layer of others for " + language.layer() + " to compare with");
      layers.addAll(language.publishedLayers());
    }
    layers.add(language.layer());
    return layers;
  }

  private void report(Function function, Limits limits, List<ColdResult> results) {
    String title =
        function.name()
            + " function, "
            + limits.memoryMb()
            + " MB, "
            + Figures.of(limits.vcpus(), 2)
            + " CPU"
            + (limits.initAtFullSpeed() ? " but in the init" : "");
    outputOptions.print(List.of(Machine.describe(), title + ", medians of " + runs));
    for (ColdResult result : results) {
      outputOptions.print(List.of("", result.platform() + ", " + result.control()));
      outputOptions.print(ColdTable.lines(result));
    }
    outputOptions.writeJson(ColdJson.of(Machine.describe(), title, results));
    if (svg != null) {
      outputOptions.write("--svg", svg, ColdChart.of(title, results));
    }
  }
}
