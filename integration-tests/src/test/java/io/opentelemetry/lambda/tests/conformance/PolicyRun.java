package io.opentelemetry.lambda.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.lambda.tests.Waiting;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs a cell of {@code conformance/policies.json}: something that happens, under one policy. */
final class PolicyRun {

  private final JsonNode testCase;
  private final JsonNode cell;
  private final OtlpSink sink;
  private final List<String> differences = new ArrayList<>();
  private int invocations;

  private PolicyRun(JsonNode testCase, OtlpSink sink) {
    this.testCase = testCase;
    this.cell = testCase.get("cell");
    this.sink = sink;
  }

  /** Lists the differences, a line for each. */
  static List<String> of(ConformanceTable table, Column column, JsonNode testCase) {
    try (OtlpSink sink = OtlpSink.start()) {
      if (testCase.has("backend")) {
        sink.fault(OtlpFault.parse(testCase.get("backend").textValue()));
      }
      PolicyRun run = new PolicyRun(testCase, sink);
      LambdaEnvironmentBuilder function = column.function("handler").otlpSink(sink);
      run.configure(function);
      setVariables(function, table.policy(testCase.get("policy").textValue()));
      setVariables(function, testCase.path("environment"));
      run.run(function);
      return run.differences;
    }
  }

  private static void setVariables(LambdaEnvironmentBuilder function, JsonNode variables) {
    variables
        .properties()
        .forEach(variable -> function.environment(variable.getKey(), variable.getValue().asText()));
  }

  private void configure(LambdaEnvironmentBuilder function) {
    if (testCase.get("policy").textValue().equals("managed-instances")) {
      function.managedInstances(testCase.path("concurrency").asInt(2));
    } else if (testCase.path("start").asText().equals("snap-start")) {
      function.startType(StartType.SNAP_START);
    }
    if (testCase.has("timeoutSeconds")) {
      function.timeout(Duration.ofSeconds(testCase.get("timeoutSeconds").intValue()));
    }
    function.dropConnections(testCase.path("dropConnections").asBoolean());
  }

  private void run(LambdaEnvironmentBuilder function) {
    try (LambdaEnvironment lambda = function.build()) {
      lambda.init();
      for (JsonNode step : testCase.get("steps")) {
        if (step.path("concurrently").asBoolean()) {
          invokeAtOnce(lambda, step);
        } else {
          for (int i = 0; i < step.get("times").intValue(); i++) {
            invoke(lambda, step);
          }
        }
      }
      switch (cell.get("leaves").textValue()) {
        case "within the interval" -> await(lambda, /* invoking= */ false);
        case "when the backend is well" -> {
          sink.healthy();
          await(lambda, /* invoking= */ true);
        }
        default -> {}
      }
    }
    checkArrived();
  }

  private void invoke(LambdaEnvironment lambda, JsonNode step) {
    InvocationResult result = lambda.invoke(event(step));
    invocations++;
    int limit = testCase.path("responseWithinSeconds").asInt(Integer.MAX_VALUE);
    if (result.duration().toSeconds() >= limit) {
      differences.add("the response took " + result.duration() + ", not less than " + limit + " s");
    }
    boolean beforeResponse = cell.get("leaves").textValue().equals("before the response");
    boolean beforeFreeze = cell.get("leaves").textValue().equals("before the freeze");
    if ((beforeResponse || beforeFreeze) && sink.received().spans().size() < invocations - most()) {
      differences.add("invocation " + invocations + " has not been exported before the freeze");
    } else if (beforeResponse && sink.received().lastArrival().isAfter(result.responded())) {
      differences.add("invocation " + invocations + " was exported after the response");
    }
  }

  private static InvocationRequest event(JsonNode step) {
    return InvocationRequest.of("{\"do\":\"" + step.get("do").textValue() + "\"}");
  }

  private void invokeAtOnce(LambdaEnvironment lambda, JsonNode step) {
    int times = step.get("times").intValue();
    ExecutorService callers = Executors.newFixedThreadPool(times);
    try {
      List<CompletableFuture<InvocationResult>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        running.add(CompletableFuture.supplyAsync(() -> lambda.invoke(event(step)), callers));
      }
      running.forEach(CompletableFuture::join);
      invocations += times;
    } finally {
      callers.shutdown();
    }
  }

  private void await(LambdaEnvironment lambda, boolean invoking) {
    Waiting.until(
        () -> {
          if (invoking) {
            lambda.invoke("{\"do\":\"none\"}");
            invocations++;
          }
          return sink.received().spans().size() >= invocations - most();
        });
  }

  private void checkArrived() {
    List<Span> spans = sink.received().spans();
    long different = spans.stream().map(Span::getSpanId).distinct().count();
    if (different < spans.size()) {
      differences.add((spans.size() - different) + " spans came twice");
    }
    long lost = invocations - different;
    if (lost < least() || lost > most()) {
      differences.add(
          "of " + invocations + " invocations, " + lost + " are lost; " + cell.get("lost"));
    }
  }

  private int least() {
    JsonNode lost = cell.get("lost");
    return lost.isArray() ? lost.get(0).intValue() : lost.intValue();
  }

  private int most() {
    JsonNode lost = cell.get("lost");
    return lost.isArray() ? lost.get(1).intValue() : lost.intValue();
  }
}
