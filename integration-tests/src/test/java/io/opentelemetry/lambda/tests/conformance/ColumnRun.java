package io.opentelemetry.lambda.tests.conformance;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.tests.Thoroughness;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs every case with one layer, as many as possible in one process. */
final class ColumnRun {

  /** Each needs a process of its own, so they are run at night. */
  private static final boolean POLICIES = Thoroughness.ALL;

  private final ConformanceTable table;
  private final Column column;
  private final EchoServer server;
  private final Artifacts artifacts;
  private final Map<String, List<String>> differences = new LinkedHashMap<>();

  private ColumnRun(ConformanceTable table, Column column, EchoServer server, Artifacts artifacts) {
    this.table = table;
    this.column = column;
    this.server = server;
    this.artifacts = artifacts;
  }

  /** The differences of each case that has been run, by its name; none where it passed. */
  static Map<String, List<String>> of(ConformanceTable table, Column column, Artifacts artifacts) {
    try (EchoServer server = new EchoServer()) {
      ColumnRun run = new ColumnRun(table, column, server, artifacts);
      List<ConformanceCase> cases =
          table.cases().stream()
              .filter(testCase -> testCase.not(column.names()).isEmpty())
              .filter(testCase -> testCase.artifact().map(artifacts::has).orElse(true))
              .toList();
      cases.stream()
          .filter(testCase -> !testCase.isOfPolicy())
          .collect(
              Collectors.groupingBy(
                  ConformanceCase::group, LinkedHashMap::new, Collectors.toList()))
          .values()
          .forEach(run::runGroupAgainIfLate);
      if (POLICIES) {
        cases.stream().filter(ConformanceCase::isOfPolicy).forEach(run::runPolicy);
      }
      return run.differences;
    }
  }

  private void runPolicy(ConformanceCase testCase) {
    differences.put(testCase.name(), differencesOfPolicy(testCase));
  }

  private List<String> differencesOfPolicy(ConformanceCase testCase) {
    try {
      return PolicyRun.of(table, column, testCase.json());
    } catch (AssertionError | EmulatorException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A case of a timeout has a second try: its span is sent in the last tenth of the time, for which
   * another process may have the processors.
   */
  private void runGroupAgainIfLate(List<ConformanceCase> cases) {
    runGroup(cases);
    if (cases.stream().anyMatch(each -> each.hasTimeout() && !hasPassed(each))) {
      runGroup(cases);
    }
  }

  private boolean hasPassed(ConformanceCase testCase) {
    return differences.getOrDefault(testCase.name(), List.of()).isEmpty();
  }

  private void runGroup(List<ConformanceCase> cases) {
    LambdaEnvironmentBuilder function =
        column.function(cases.get(0).handler()).timeout(cases.get(0).timeout());
    cases.get(0).environment().forEach(function::environment);
    try (LambdaEnvironment lambda = function.build()) {
      lambda.init();
      for (ConformanceCase testCase : cases) {
        differences.put(testCase.name(), run(lambda, testCase));
      }
    }
  }

  private List<String> run(LambdaEnvironment lambda, ConformanceCase testCase) {
    int before = lambda.telemetry().resourceSpans().size();
    InvocationResult result = lambda.invoke(testCase.invocation(server, artifacts));
    List<ResourceSpans> all = lambda.telemetry().resourceSpans();
    Observation observation = new Observation(result, all.subList(before, all.size()));
    return new Expectation(
            table,
            testCase,
            observation,
            new Placeholders(table, column.language(), server, observation))
        .differences();
  }
}
