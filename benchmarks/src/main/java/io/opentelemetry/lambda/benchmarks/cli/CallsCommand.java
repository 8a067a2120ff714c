package io.opentelemetry.lambda.benchmarks.cli;

import io.opentelemetry.lambda.benchmarks.calls.CallsBenchmark;
import io.opentelemetry.lambda.benchmarks.calls.CallsJson;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult;
import io.opentelemetry.lambda.benchmarks.calls.CallsTable;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments.Limits;
import io.opentelemetry.lambda.benchmarks.environment.Machine;
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
    name = "calls",
    description = {
      "What a warm function's call takes: calls by one client library after the other in the local"
          + " Lambda, with each layer in turn. The spans are exported after the calls.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    showDefaultValues = true)
final class CallsCommand implements Callable<Integer> {

  private static final List<String> DEFAULT_LAYERS = List.of("none", "wrapper");
  private static final List<String> DEFAULT_CLIENTS =
      List.of(
          "okhttp.sync",
          "jdk.sync",
          "apache4.default",
          "apache5.default",
          "grpc.blocking",
          "jdbc.prepared",
          "spring.web",
          "spring.template");

  @Spec private @Nullable CommandSpec spec;

  @Mixin private MeasurementOptions environmentOptions = new MeasurementOptions();

  @Option(
      names = "--client",
      paramLabel = "LIBRARY.WAY",
      description =
          "A call of functions.ClientCalls in integration-tests/clients, such as okhttp.async; may"
              + " be repeated. By default one of each library.")
  private List<String> clients = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often to begin with new environments.")
  private int rounds = 3;

  @Option(
      names = "--turns",
      paramLabel = "N",
      description = "How often each environment has its turn.")
  private int turns = 40;

  @Option(names = "--calls", paramLabel = "N", description = "The calls of a turn.")
  private int calls = 100;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "The calls of an environment that are not measured.")
  private int warmUp = 5000;

  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    List<Configuration> configurations = environmentOptions.configurations(DEFAULT_LAYERS);
    Limits limits = environmentOptions.limits(/* initAtFullSpeed= */ true);
    Usage.check(spec, rounds >= 1, "--rounds is at least 1");
    Usage.check(spec, turns >= 1, "--turns is at least 1");
    Usage.check(spec, calls >= 1, "--calls is at least 1");
    Usage.check(spec, warmUp >= 0, "--warm-up is at least 0");
    for (String client : clients) {
      Usage.check(
          spec, client.matches("\\w+\\.[\\w-]+"), "--client " + client + " is no LIBRARY.WAY");
    }
    outputOptions.check();
    CallsBenchmark benchmark =
        CallsBenchmark.create(
            limits,
            configurations,
            new CallsBenchmark.Counts(rounds, turns, calls, warmUp),
            outputOptions::progress);
    List<CallsResult> results = new ArrayList<>();
    for (Path javaHome : environmentOptions.javaHomes()) {
      results.add(benchmark.run(javaHome, clients.isEmpty() ? DEFAULT_CLIENTS : clients));
    }
    report(results);
    return Main.OK;
  }

  private void report(List<CallsResult> results) {
    outputOptions.print(
        List.of(
            Machine.describe(), "medians of " + rounds + " x " + turns + " x " + calls + " calls"));
    for (CallsResult result : results) {
      outputOptions.print(List.of("", "JDK " + result.jdk() + ", " + result.control()));
      outputOptions.print(CallsTable.lines(result));
    }
    outputOptions.writeJson(CallsJson.of(Machine.describe(), results));
  }
}
