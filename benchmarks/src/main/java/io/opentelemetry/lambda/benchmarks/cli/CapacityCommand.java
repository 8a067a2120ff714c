package io.opentelemetry.lambda.benchmarks.cli;

import io.opentelemetry.lambda.benchmarks.capacity.CapacityEmulation;
import io.opentelemetry.lambda.benchmarks.capacity.CapacityJson;
import io.opentelemetry.lambda.benchmarks.capacity.CapacityResult;
import io.opentelemetry.lambda.benchmarks.capacity.CapacitySimulation;
import io.opentelemetry.lambda.benchmarks.capacity.CapacityTable;
import io.opentelemetry.lambda.benchmarks.capacity.CheckTable;
import io.opentelemetry.lambda.benchmarks.capacity.Costs;
import io.opentelemetry.lambda.benchmarks.capacity.EmulatedResult;
import io.opentelemetry.lambda.benchmarks.capacity.Load;
import io.opentelemetry.lambda.benchmarks.capacity.Price;
import io.opentelemetry.lambda.benchmarks.capacity.Variant;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.benchmarks.environment.Environments.Limits;
import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.benchmarks.environment.Function;
import io.opentelemetry.lambda.benchmarks.environment.Platform;
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
    name = "capacity",
    description = {
      "What a backend has to take from many environments, and what they cost: simulates them with"
          + " each flush policy, with and without the Collector layer.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    showDefaultValues = true)
final class CapacityCommand implements Callable<Integer> {

  private static final double VCPUS_OF_THE_CHECK = 2;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--environments",
      paramLabel = "N",
      split = ",",
      description = "How many environments there are at once.")
  private List<Integer> environments = List.of(1, 10, 100, 1_000, 10_000);

  @Option(names = "--handler", paramLabel = "MS", description = "The mean time of the handler.")
  private double handlerMs = 50;

  @Option(
      names = "--rest",
      paramLabel = "MS",
      description = "The mean time from an invocation's end to the environment's next event.")
  private double restMs = 450;

  @Option(names = "--seconds", paramLabel = "N", description = "How long a time is simulated.")
  private int seconds = 60;

  @Option(
      names = "--backend-latency",
      paramLabel = "MS",
      description = "How long the backend takes to answer.")
  private double backendMs = 100;

  @Option(
      names = "--collector-latency",
      paramLabel = "MS",
      description = "How long the Collector layer takes to answer the function.")
  private double collectorMs = 1;

  @Option(
      names = "--collector-hold",
      paramLabel = "MS",
      description = "How long the Collector layer waits for Lambda's telemetry of an invocation.")
  private double collectorHoldMs = 50;

  @Option(
      names = "--request-bytes",
      paramLabel = "N",
      description = "Bytes of a request without any span, uncompressed.")
  private int requestBytes = 400;

  @Option(
      names = "--invocation-bytes",
      paramLabel = "N",
      description = "Bytes of one invocation's spans, uncompressed.")
  private int invocationBytes = 384;

  @Option(
      names = "--collector-bytes",
      paramLabel = "N",
      description = "Bytes that the Collector layer adds for an invocation, uncompressed.")
  private int collectorBytes = 3_800;

  @Option(
      names = "--collector-requests",
      paramLabel = "N",
      description =
          "Requests of the Collector layer for an invocation: traces and metrics, and logs if the"
              + " function writes any.")
  private int collectorRequests = 2;

  @Option(
      names = "--keep-alive",
      paramLabel = "MS",
      description = "How long the backend keeps an idle connection.")
  private double keepAliveMs = 60_000;

  @Option(
      names = "--interval",
      paramLabel = "MS",
      description = "The interval of the policy adaptive, OTEL_LAMBDA_FLUSH_INTERVAL.")
  private double intervalMs = 1_000;

  @Option(names = "--memory", paramLabel = "MB", description = "The function's memory.")
  private int memoryMb = 1_024;

  @Option(
      names = "--price-gb-second",
      paramLabel = "USD",
      description = "The price of a second of a gigabyte.")
  private double gigabyteSecond = 0.0000166667;

  @Option(
      names = "--price-requests",
      paramLabel = "USD",
      description = "The price of a million requests.")
  private double millionRequests = 0.20;

  @Option(
      names = "--check",
      description =
          "Also runs so many environments under the emulator, and shows both figures. For few"
              + " environments and seconds only.")
  private boolean check;

  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    environments.forEach(n -> Usage.check(spec, n >= 1, "--environments are at least 1"));
    Usage.check(spec, seconds >= 1, "--seconds is at least 1");
    Usage.check(spec, handlerMs > 0, "--handler is more than 0");
    Usage.check(spec, restMs >= 0 && backendMs >= 0, "--rest and --backend-latency are at least 0");
    outputOptions.check();
    Costs costs =
        new Costs(
            backendMs,
            collectorMs,
            collectorHoldMs,
            collectorRequests,
            requestBytes,
            invocationBytes,
            collectorBytes,
            intervalMs,
            keepAliveMs);
    Load load = new Load(handlerMs, restMs, seconds);
    Price price = new Price(gigabyteSecond, millionRequests, memoryMb);
    CapacitySimulation simulation = new CapacitySimulation(costs, load);
    outputOptions.print(List.of(title()));
    List<CapacityResult> all = new ArrayList<>();
    for (int count : environments) {
      List<CapacityResult> results = simulation.run(count);
      outputOptions.print(List.of("", count + " environments, simulated"));
      outputOptions.print(CapacityTable.lines(results, price));
      if (check) {
        outputOptions.print(List.of("", count + " environments, simulated and emulated"));
        outputOptions.print(CheckTable.lines(results, emulate(costs, load, count)));
      }
      all.addAll(results);
    }
    outputOptions.writeJson(CapacityJson.of(all, price));
    return Main.OK;
  }

  private String title() {
    return "handler "
        + Figures.of(handlerMs, 0)
        + " ms, rest "
        + Figures.of(restMs, 0)
        + " ms, backend "
        + Figures.of(backendMs, 0)
        + " ms, "
        + memoryMb
        + " MB, "
        + seconds
        + " s";
  }

  private List<EmulatedResult> emulate(Costs costs, Load load, int count) {
    Limits limits = new Limits(memoryMb, VCPUS_OF_THE_CHECK, /* initAtFullSpeed= */ true);
    Path javaHome = Path.of(System.getProperty("java.home"));
    List<EmulatedResult> results = new ArrayList<>();
    try (Environments emulated =
        Environments.create(Function.pausing(), limits, Platform.jdk(javaHome))) {
      CapacityEmulation emulation = new CapacityEmulation(emulated, costs, load);
      for (Variant variant : Variant.all()) {
        outputOptions.progress(count + " environments, " + variant.name());
        results.add(emulation.run(variant, count));
      }
    }
    return results;
  }
}
