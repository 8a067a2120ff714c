package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.lambda.instrumentation.Docs;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests what happens to telemetry, by the policy when it leaves: the documented table, cell by
 * cell.
 */
class PoliciesIT {

  private static final String ANSWER = "{\"do\":\"answer\"}";
  private static final Duration LATENCY = Duration.ofSeconds(3);

  private OtlpSink sink;

  /** How many invocations have reported two spans each. */
  private int invocations;

  @BeforeEach
  void startSink() {
    sink = OtlpSink.start();
  }

  @AfterEach
  void stopSink() {
    sink.close();
  }

  @Event(
      value = "the environment is frozen at once",
      policies = {Policy.BEFORE_RESPONSE, Policy.AFTER_RESPONSE, Policy.ADAPTIVE})
  void frozenAtOnce(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda = function(layer, policy).build()) {
      for (int i = 0; i < 10; i++) {
        InvocationResult result = answer(lambda);
        if (policy != Policy.ADAPTIVE) {
          assertAllArrived();
        }
        if (policy == Policy.BEFORE_RESPONSE) {
          assertThat(sink.received().lastArrival()).isBefore(result.responded());
        }
      }
    }
    assertAllArrived();
  }

  @Event(
      value = "it is frozen for long, and connections are cut",
      policies = {Policy.BEFORE_RESPONSE, Policy.AFTER_RESPONSE, Policy.ADAPTIVE})
  void connectionsCut(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda = function(layer, policy).dropConnections(true).build()) {
      for (int i = 0; i < 3; i++) {
        answer(lambda);
        assertAllArrived();
      }
    }
  }

  @Event("the handler fails")
  void handlerFails(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda = function(layer, policy).build()) {
      assertThat(lambda.invoke("{\"do\":\"fail\"}").error().errorMessage())
          .isEqualTo("told to fail");
      invocations++;
      awaitAll(policy);
      Span function = named("orders");
      assertThat(function.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(attribute(function, "error.type")).isEqualTo("java.lang.IllegalStateException");
    }
  }

  @Event("it leaves its thread interrupted")
  void interrupted(Layer layer, Policy policy) {
    // what an interrupted flush would not wait for
    sink.fault(OtlpFault.latency(Duration.ofMillis(100)));
    try (LambdaEnvironment lambda = function(layer, policy).build()) {
      for (int i = 0; i < 3; i++) {
        assertThat(lambda.invoke("{\"do\":\"interrupt\"}").response()).isEqualTo("\"interrupt\"");
        invocations++;
        if (policy == Policy.BEFORE_RESPONSE || policy == Policy.AFTER_RESPONSE) {
          assertAllArrived();
        }
      }
      if (policy == Policy.MANAGED_INSTANCES) {
        awaitAll(policy);
      }
    }
    assertAllArrived();
  }

  @Event("it runs into the timeout")
  void timeout(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda =
        function(layer, policy).timeout(Duration.ofSeconds(6)).build()) {
      lambda.init();
      assertThat(lambda.invoke("{\"do\":\"hang\"}").status())
          .isEqualTo(InvocationResult.Status.TIMEOUT);
      invocations++;
      assertAllArrived();
      assertThat(named("orders").getStatus().getCode())
          .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(attribute(named("orders"), "error.type")).isEqualTo("timeout");
      assertAllUnfinished();
    }
  }

  @Event("the process ends itself")
  void exit(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda = function(layer, policy).build()) {
      assertThat(lambda.invoke("{\"do\":\"exit\"}").error()).isNotNull();
      invocations++;
      assertAllArrived();
      assertAllUnfinished();
    }
  }

  @Event("the process is killed, as for its memory")
  void killed(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda = function(layer, policy).memoryMb(384).build()) {
      assumeThat(lambda.report().control()).contains("memory limit");
      answer(lambda);
      awaitAll(policy);
      assertThat(lambda.invoke("{\"do\":\"exhaust\"}").error().errorMessage()).contains("killed");
      assertAllArrived();
      // one of managed instances is not started again
      if (policy != Policy.MANAGED_INSTANCES) {
        answer(lambda);
        assertAllArrived();
      }
    }
  }

  @Event("Lambda shuts the environment down")
  void shutDown(Layer layer, Policy policy) {
    LambdaEnvironmentBuilder function =
        function(layer, policy)
            .environment("OTEL_LAMBDA_FLUSH_INTERVAL", "60000")
            .environment("OTEL_BSP_SCHEDULE_DELAY", "60000");
    int before;
    try (LambdaEnvironment lambda = function.build()) {
      for (int i = 0; i < 20; i++) {
        answer(lambda);
      }
      before = sink.received().spans().size();
    }
    switch (policy) {
      case MANAGED_INSTANCES -> assertThat(sink.received().spans()).isEmpty();
      case ADAPTIVE -> {
        assertThat(before).isLessThan(2 * invocations);
        assertAllArrived();
      }
      default -> {
        assertThat(before).isEqualTo(2 * invocations);
        assertAllArrived();
      }
    }
  }

  @Event("the backend takes 3 s")
  void slow(Layer layer, Policy policy) {
    sink.fault(OtlpFault.latency(LATENCY));
    keepsUntilTheBackendIsWell(layer, policy);
  }

  @Event("the backend is down")
  void down(Layer layer, Policy policy) {
    sink.fault(OtlpFault.refuse());
    keepsUntilTheBackendIsWell(layer, policy);
  }

  @Event("the backend fails every third time")
  void flapping(Layer layer, Policy policy) {
    sink.fault(OtlpFault.status(503).every(3));
    keepsUntilTheBackendIsWell(layer, policy);
  }

  private void keepsUntilTheBackendIsWell(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda =
        function(layer, policy)
            .environment("OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", "500")
            .environment("OTEL_LAMBDA_FLUSH_INTERVAL", "100")
            .build()) {
      lambda.init();
      for (int i = 0; i < 5; i++) {
        // not as long as the backend makes the layer wait
        assertThat(answer(lambda).duration()).isLessThan(LATENCY);
      }
      sink.healthy();
      Waiting.until(
          () -> {
            if (policy != Policy.MANAGED_INSTANCES) { // where an interval's end is enough
              answer(lambda);
            }
            return sink.received().spans().size() >= 2 * invocations;
          });
      assertAllArrived();
    }
  }

  @Event(
      value = "the environment is restored from a snapshot",
      policies = {Policy.BEFORE_RESPONSE, Policy.AFTER_RESPONSE, Policy.ADAPTIVE})
  void restored(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda =
        function(layer, policy).startType(StartType.SNAP_START).build()) {
      for (int i = 0; i < 2; i++) {
        answer(lambda);
        assertAllArrived();
      }
      assertThat(sink.received().spans())
          .filteredOn(span -> attribute(span, "faas.coldstart").equals("true"))
          .hasSize(1);
      assertThat(sink.received().resourceSpans())
          .flatMap(spans -> spans.getResource().getAttributesList())
          .extracting(KeyValue::getKey)
          .contains("faas.instance");
    }
  }

  @Test
  void page_hasEachCell() {
    Map<String, List<Boolean>> tested = new TreeMap<>();
    Stream.of(PoliciesIT.class, ManagedInstancesIT.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .map((Method method) -> method.getAnnotation(Event.class))
        .filter(event -> event != null)
        .forEach(event -> tested.put(event.value(), cells(List.of(event.policies()))));
    Map<String, List<Boolean>> written = new TreeMap<>();
    for (List<String> row : Docs.table("when-it-leaves.md", "what happens")) {
      written.put(
          row.get(0),
          row.subList(1, row.size()).stream().map((String cell) -> !cell.equals("–")).toList());
    }
    assertThat(written).isEqualTo(tested);
  }

  private static List<Boolean> cells(List<Policy> policies) {
    List<Boolean> cells = new ArrayList<>();
    for (Policy policy : Policy.values()) {
      cells.add(policies.contains(policy));
    }
    return cells;
  }

  private LambdaEnvironmentBuilder function(Layer layer, Policy policy) {
    return policy.choose(layer.function("functions.Obedient")).otlpSink(sink);
  }

  private InvocationResult answer(LambdaEnvironment lambda) {
    InvocationResult result = lambda.invoke(ANSWER);
    assertThat(result.response()).as(lambda.output().toString()).isEqualTo("\"answer\"");
    invocations++;
    return result;
  }

  /** Where nothing is frozen, telemetry leaves on its own. */
  private void awaitAll(Policy policy) {
    if (policy == Policy.MANAGED_INSTANCES) {
      Waiting.until(() -> sink.received().spans().size() >= 2 * invocations);
    }
    assertAllArrived();
  }

  private void assertAllArrived() {
    assertThat(sink.received().spans())
        .hasSize(2 * invocations)
        .extracting(Span::getSpanId)
        .doesNotHaveDuplicates();
  }

  private void assertAllUnfinished() {
    assertThat(sink.received().spans())
        .allSatisfy(
            span -> assertThat(attribute(span, "otel.lambda.unfinished")).isEqualTo("true"));
  }

  private Span named(String name) {
    return sink.received().spans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(KeyValue::getValue)
        .map(value -> value.hasBoolValue() ? "" + value.getBoolValue() : value.getStringValue())
        .findFirst()
        .orElse("");
  }
}
