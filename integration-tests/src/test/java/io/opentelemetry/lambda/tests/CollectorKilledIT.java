package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.PythonPackage;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions with OpenTelemetry's SDKs as they are, a backend that comes and goes, and a Collector
 * that is killed: no invocation is slower than without the layer by more than the flush, and each
 * span arrives once, but for those that a killed Collector had to keep, which its crash tells of.
 * {@code -Dtests.all=true} makes it a long one.
 */
class CollectorKilledIT {

  private static final int INVOCATIONS = Thoroughness.times(80, 1000);

  /** The layer's default. */
  private static final Duration FLUSH = Duration.ofSeconds(2);

  /**
   * Allows for a machine that is busier than it was without the layer. An exporter whose
   * connections are refused holds an invocation for 13 s.
   */
  private static final Duration BUSY = Duration.ofSeconds(3);

  private static final int SAME = 10;

  /** The backend's states, each for some invocations; none makes it unknown what was received. */
  private static final List<String> FAULTS =
      List.of("", "status=503", "", "refuse", "latency=20ms", "status=429;every=2");

  /** The invocation of the kill of a Collector that has exported all. */
  private static final int KILLED_EMPTY = INVOCATIONS / 3;

  /** The invocation from which on the backend is down until the second kill. */
  private static final int DOWN = INVOCATIONS * 2 / 3 / SAME * SAME;

  /** How many invocations' spans wait at the second kill. */
  private static final int WAITING = 5;

  private static final int KILLED_FULL = DOWN + WAITING;

  @TempDir Path folder;

  @Test
  void python_defaultExporter() throws IOException {
    Path sdk = PythonPackage.install("opentelemetry-exporter-otlp-proto-http");
    Path function = Files.createDirectories(folder.resolve("python"));
    try (InputStream in = getClass().getResourceAsStream("/programs/otel-bootstrap")) {
      Files.copy(in, function.resolve("bootstrap"));
    }
    assertThat(function.resolve("bootstrap").toFile().setExecutable(true)).isTrue();
    check(
        () ->
            LambdaEnvironment.builder()
                .function(function, "the.Handler")
                .customRuntime()
                .layer(sdk)
                .environment("PYTHONPATH", "/opt"),
        new Expected(Span::getName, (i, result) -> "s" + i));
  }

  @Test
  void java() {
    check(
        () -> Layer.WRAPPER.function("functions.StreamHandler"),
        new Expected(CollectorKilledIT::invocationId, (i, result) -> result.requestId()));
  }

  /** How an invocation's span is found. */
  private record Expected(
      Function<Span, String> nameOf, BiFunction<Integer, InvocationResult, String> of) {}

  /**
   * Invokes the function with the layer and, for comparison, one that sends to a backend itself.
   */
  private static void check(Supplier<LambdaEnvironmentBuilder> function, Expected expected) {
    try (OtlpSink backend = OtlpSink.start();
        OtlpSink own = OtlpSink.start();
        LambdaEnvironment lambda = CollectorLayer.attachTo(function.get(), backend).build();
        LambdaEnvironment without =
            function
                .get()
                .timeout(Duration.ofSeconds(20))
                .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + own.httpPort())
                .build()) {
      new Run(lambda, without, backend, expected).invokeAll();
    }
  }

  /** The invocations of a function. */
  private static final class Run {
    private final LambdaEnvironment lambda;
    private final LambdaEnvironment without;
    private final OtlpSink backend;
    private final Expected expected;
    private final Set<String> toArrive = new LinkedHashSet<>();
    private Duration slowest = Duration.ZERO;
    private Duration slowestWithout = Duration.ZERO;

    Run(LambdaEnvironment lambda, LambdaEnvironment without, OtlpSink backend, Expected expected) {
      this.lambda = lambda;
      this.without = without;
      this.backend = backend;
      this.expected = expected;
    }

    void invokeAll() {
      for (int i = 0; i < INVOCATIONS; i++) {
        if (i == KILLED_EMPTY) {
          backend.healthy();
          awaitAll();
          kill();
        } else if (i == DOWN) {
          backend.healthy();
          awaitAll();
          backend.fault(OtlpFault.status(503));
        } else if (i == KILLED_FULL) {
          kill();
          forgetWaiting();
        } else if (i % SAME == 0) {
          set(FAULTS.get(i / SAME % FAULTS.size()));
        }
        invoke(i);
      }
      backend.healthy();
      awaitAll();
      assertThat(received()).doesNotHaveDuplicates();
      assertThat(slowest).isLessThan(slowestWithout.plus(FLUSH).plus(BUSY));
    }

    private void invoke(int i) {
      slowestWithout = longer(slowestWithout, without.invoke("\"s" + i + "\""));
      InvocationResult result = lambda.invoke("\"s" + i + "\"");
      slowest = longer(slowest, result);
      if (i == KILLED_EMPTY || i == KILLED_FULL) {
        FunctionError crash = result.error();
        assertThat(crash).as("what tells of the kill").isNotNull();
        assertThat(crash.errorType()).isEqualTo("Extension.Crash");
        assertThat(crash.errorMessage()).contains("collector", "killed");
      } else {
        assertThat(result.error()).isNull();
        toArrive.add(expected.of().apply(i, result));
      }
    }

    /** Takes out what waits in a Collector, which ends with it. */
    private void forgetWaiting() {
      List<String> arrived = received();
      List<String> waiting = toArrive.stream().filter(name -> !arrived.contains(name)).toList();
      assertThat(waiting).hasSize(WAITING);
      toArrive.removeAll(waiting);
    }

    private void awaitAll() {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                assertThat(lambda.invoke("\"more\"").error()).isNull();
                assertThat(received()).containsAll(toArrive);
              });
    }

    private List<String> received() {
      return backend.received().spans().stream()
          .filter(span -> !CollectorLayer.isPlatform(span.getName()))
          .map(expected.nameOf())
          .filter(name -> !name.equals("more"))
          .toList();
    }

    private void set(String fault) {
      if (fault.isEmpty()) {
        backend.healthy();
      } else {
        backend.fault(OtlpFault.parse(fault));
      }
    }

    private static Duration longer(Duration than, InvocationResult result) {
      Duration took = result.duration().plus(result.postRuntime());
      return took.compareTo(than) > 0 ? took : than;
    }
  }

  private static String invocationId(Span span) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("faas.invocation_id"))
        .map(KeyValue::getValue)
        .map(value -> value.getStringValue())
        .findFirst()
        .orElse("");
  }

  /** Kills the Collector, of which there is one. */
  private static void kill() {
    try (Stream<ProcessHandle> processes = ProcessHandle.current().descendants()) {
      processes
          .filter(process -> process.info().command().orElse("").endsWith("extensions/collector"))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }
}
