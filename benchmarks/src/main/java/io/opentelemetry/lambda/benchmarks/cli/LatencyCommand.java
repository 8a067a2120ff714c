package io.opentelemetry.lambda.benchmarks.cli;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.benchmarks.environment.Environments.Limits;
import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.Function;
import io.opentelemetry.lambda.benchmarks.environment.Machine;
import io.opentelemetry.lambda.benchmarks.environment.Platform;
import io.opentelemetry.lambda.benchmarks.environment.Platform.Language;
import io.opentelemetry.lambda.benchmarks.latency.LatencyBenchmark;
import io.opentelemetry.lambda.benchmarks.latency.LatencyJson;
import io.opentelemetry.lambda.benchmarks.latency.LatencyResult;
import io.opentelemetry.lambda.benchmarks.latency.LatencyTable;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
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
    name = "latency",
    description = {
      "What the caller of a warm function waits for, and what is billed: invokes it in the local"
          + " Lambda, with each layer in turn, with a freeze after each invocation.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    showDefaultValues = true)
final class LatencyCommand implements Callable<Integer> {

  private static final String AFTER_RESPONSE = ",env OTEL_LAMBDA_FLUSH=after-response";

  @Spec private @Nullable CommandSpec spec;

  @Mixin private MeasurementOptions environmentOptions = new MeasurementOptions();

  @Mixin private MeasuredFunctionOptions functionOptions = new MeasuredFunctionOptions();

  @Mixin private PlatformOptions platformOptions = new PlatformOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often to begin with new environments.")
  private int rounds = 3;

  @Option(
      names = "--invocations",
      paramLabel = "N",
      description = "How often to invoke each environment, after 10 times that are not measured.")
  private int invocations = 100;

  @Option(
      names = "--backend-latency",
      paramLabel = "TIME",
      description = "How long the backend takes to answer an export, in ms or s.")
  private String backendLatency = "100ms";

  @Option(
      names = "--otlp-fault",
      paramLabel = "TEXT",
      description =
          "What goes wrong with each export instead, as in ./run.sh local: status=503, silent,"
              + " refuse, …")
  private @Nullable String fault;

  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    List<Platform> platforms = platformOptions.platforms(environmentOptions.javaHomes());
    Language language = platforms.get(0).language();
    List<Configuration> configurations = environmentOptions.configurations(defaults(language));
    Function function = functionOptions.function(language);
    Limits limits = environmentOptions.limits(/* initAtFullSpeed= */ true);
    Usage.check(spec, rounds >= 1, "--rounds is at least 1");
    Usage.check(spec, invocations >= 1, "--invocations is at least 1");
    outputOptions.check();
    String backend = fault == null ? "latency=" + backendLatency : fault;
    OtlpFault effect =
        Usage.parse(
            spec, fault == null ? "--backend-latency" : "--otlp-fault", () -> parse(backend));
    List<LatencyResult> results = new ArrayList<>();
    for (Platform platform : platforms) {
      try (Environments environments = Environments.create(function, limits, platform)) {
        environments.sink().fault(effect);
        LatencyBenchmark benchmark =
            LatencyBenchmark.create(environments, configurations, outputOptions::progress);
        results.add(benchmark.run(rounds, invocations));
      }
    }
    report(function, limits, backend, results);
    return Main.OK;
  }

  private static List<String> defaults(Language language) {
    List<String> layers = new ArrayList<>(List.of(Configuration.NONE));
    for (String layer :
        language == Language.JAVA ? List.of("wrapper", "javaagent") : List.of(language.layer())) {
      layers.add(layer);
      layers.add(layer + "-after-response=" + layer + AFTER_RESPONSE);
    }
    return layers;
  }

  private static OtlpFault parse(String text) {
    try {
      return OtlpFault.parse(text);
    } catch (EmulatorException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void report(
      Function function, Limits limits, String backend, List<LatencyResult> results) {
    String title =
        function.name()
            + " function, "
            + limits.memoryMb()
            + " MB, "
            + Figures.of(limits.vcpus(), 2)
            + " CPU, backend "
            + backend;
    outputOptions.print(
        List.of(Machine.describe(), title + ", " + rounds + " x " + invocations + " invocations"));
    for (LatencyResult result : results) {
      outputOptions.print(List.of("", result.platform() + ", " + result.control()));
      outputOptions.print(LatencyTable.lines(result));
    }
    outputOptions.writeJson(LatencyJson.of(Machine.describe(), title, backend, results));
  }
}
