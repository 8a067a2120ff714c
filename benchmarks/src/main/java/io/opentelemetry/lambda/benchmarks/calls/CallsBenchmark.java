package io.opentelemetry.lambda.benchmarks.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ClientResult;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ConfigurationResult;
import io.opentelemetry.lambda.benchmarks.environment.BenchmarkException;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.benchmarks.environment.Environments.Limits;
import io.opentelemetry.lambda.benchmarks.environment.Function;
import io.opentelemetry.lambda.benchmarks.environment.Machine;
import io.opentelemetry.lambda.benchmarks.environment.Platform;
import io.opentelemetry.lambda.benchmarks.environment.Turns;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Has warm functions call by one client, over and over: one function of each configuration side by
 * side, of which only the one that has an event is awake. What is reported is exported after the
 * calls, so that it is not measured.
 */
public final class CallsBenchmark {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS_PER_MICRO = 1e3;

  private final Limits limits;
  private final List<Configuration> configurations;
  private final Counts counts;
  private final Consumer<String> progress;
  private String control = "";

  /**
   * How often things are done.
   *
   * @param rounds how often to begin with new environments
   * @param turns of each environment in a round
   * @param calls in a turn, one after the other
   * @param warmUp calls before, which are not measured
   */
  public record Counts(int rounds, int turns, int calls, int warmUp) {}

  /**
   * Prepares it.
   *
   * @param progress gets a line now and then
   */
  public static CallsBenchmark create(
      Limits limits, List<Configuration> configurations, Counts counts, Consumer<String> progress) {
    return new CallsBenchmark(limits, configurations, counts, progress);
  }

  private CallsBenchmark(
      Limits limits, List<Configuration> configurations, Counts counts, Consumer<String> progress) {
    this.limits = limits;
    this.configurations = configurations;
    this.counts = counts;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param clients of {@code functions.ClientCalls}, such as {@code okhttp.sync}
   * @throws BenchmarkException if a call fails
   */
  public CallsResult run(Path javaHome, List<String> clients) {
    String jdk = Machine.jdkVersion(javaHome);
    List<ClientResult> results = new ArrayList<>();
    try (CallServers servers = CallServers.start()) {
      for (String client : clients) {
        List<ConfigurationResult> ofClient = new ArrayList<>();
        for (int round = 1; round <= counts.rounds(); round++) {
          progress.accept(
              "JDK " + jdk + ", " + client + ", round " + round + " of " + counts.rounds());
          ofClient = join(ofClient, round(javaHome, client, servers.url(client)));
        }
        results.add(new ClientResult(client, ofClient));
      }
    }
    return new CallsResult(jdk, control, results);
  }

  private static List<ConfigurationResult> join(
      List<ConfigurationResult> before, List<ConfigurationResult> round) {
    for (int i = 0; i < before.size(); i++) {
      round.get(i).turns().addAll(0, before.get(i).turns());
    }
    return round;
  }

  private List<ConfigurationResult> round(Path javaHome, String client, String url) {
    List<Running> all = new ArrayList<>();
    try (Environments environments =
        Environments.create(Function.timedCalls(), limits, Platform.jdk(javaHome))) {
      try {
        for (Configuration configuration : configurations) {
          all.add(start(environments, configuration, client, url));
        }
        all.forEach(each -> each.call(counts.warmUp()));
        for (int turn = 0; turn < counts.turns(); turn++) {
          for (Running each : Turns.round(all, turn)) {
            each.turns().add(each.call(counts.calls()));
          }
        }
        return all.stream().map(Running::result).toList();
      } finally {
        all.forEach(each -> each.lambda().close());
      }
    }
  }

  private Running start(
      Environments environments, Configuration configuration, String client, String url) {
    Running running =
        new Running(
            environments,
            configuration,
            environments.builder(configuration).build(),
            client,
            url,
            new ArrayList<>(),
            new AtomicInteger());
    environments.init(configuration, running.lambda());
    if (control.isEmpty()) {
      control = Environments.limitCpu(running.lambda());
    }
    int before = spans(environments);
    running.call(1);
    running.spans().set(spans(environments) - before);
    return running;
  }

  private static int spans(Environments environments) {
    return (int)
        environments.sink().received().spans().stream()
            .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
            .count();
  }

  private record Running(
      Environments environments,
      Configuration configuration,
      LambdaEnvironment lambda,
      String client,
      String url,
      List<List<Double>> turns,
      AtomicInteger spans) {

    /** Makes calls, and returns the microseconds of each. */
    List<Double> call(int count) {
      String event =
          "{\"client\":\"%s\",\"url\":\"%s\",\"calls\":\"%d\"}".formatted(client, url, count);
      String response =
          environments.invoke(configuration, lambda, event.getBytes(UTF_8)).response();
      try {
        return Arrays.stream(JSON.readValue(response, long[].class))
            .mapToObj(nanos -> nanos / NANOS_PER_MICRO)
            .toList();
      } catch (JsonProcessingException e) {
        throw new BenchmarkException(client + " answers no times: " + response, e);
      }
    }

    ConfigurationResult result() {
      return new ConfigurationResult(configuration, spans.get(), turns);
    }
  }
}
