package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions with OpenTelemetry's SDKs as they are, a backend that comes and goes, and a Collector
 * that is killed in the middle: each span arrives once, and no invocation waits for more than the
 * flush. {@code -Dtests.all=true} makes it a long one.
 */
class CollectorKilledIT {

  private static final int INVOCATIONS = Boolean.getBoolean("tests.all") ? 1000 : 80;

  /**
   * The layer's default, and what a busy machine may add; an exporter whose connections are refused
   * holds an invocation for 13 s.
   */
  private static final Duration CAP = Duration.ofSeconds(2 + 6);

  private static final int SAME = 10;

  /** The backend's states, each for some invocations; none makes it unknown what was received. */
  private static final List<String> FAULTS =
      List.of("", "status=503", "", "refuse", "latency=20ms", "status=429;every=2");

  @TempDir Path folder;

  @Test
  void python_defaultExporter() throws IOException {
    Path sdk = PythonPackage.install("opentelemetry-exporter-otlp-proto-http");
    Path function = Files.createDirectories(folder.resolve("python"));
    try (InputStream in = getClass().getResourceAsStream("/programs/otel-bootstrap")) {
      Files.copy(in, function.resolve("bootstrap"));
    }
    assertThat(function.resolve("bootstrap").toFile().setExecutable(true)).isTrue();
    try (OtlpSink backend = OtlpSink.start();
        LambdaEnvironment lambda =
            CollectorLayer.attachTo(
                    LambdaEnvironment.builder().function(function, "the.Handler").customRuntime(),
                    backend)
                .layer(sdk)
                .environment("PYTHONPATH", "/opt")
                .build()) {
      eachSpanArrivesOnce(lambda, backend, Span::getName, (i, result) -> "s" + i);
    }
  }

  @Test
  void java() {
    LambdaEnvironmentBuilder function = Layer.WRAPPER.function("functions.StreamHandler");
    try (OtlpSink backend = OtlpSink.start();
        LambdaEnvironment lambda = CollectorLayer.attachTo(function, backend).build()) {
      eachSpanArrivesOnce(
          lambda, backend, CollectorKilledIT::invocationId, (i, result) -> result.requestId());
    }
  }

  private interface Expected {
    String of(int number, InvocationResult result);
  }

  private static void eachSpanArrivesOnce(
      LambdaEnvironment lambda,
      OtlpSink backend,
      Function<Span, String> nameOf,
      Expected expectedOf) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < INVOCATIONS; i++) {
      if (i % SAME == 0) {
        set(backend, FAULTS.get(i / SAME % FAULTS.size()));
      }
      if (i == INVOCATIONS / 2) {
        backend.healthy();
        awaitAll(lambda, backend, nameOf, expected);
        kill();
      }
      InvocationResult result = lambda.invoke("\"s" + i + "\"");
      if (result.error() == null) {
        expected.add(expectedOf.of(i, result));
      } else {
        assertThat(i).as("%s", result.error()).isEqualTo(INVOCATIONS / 2);
      }
      assertThat(result.postRuntime()).isLessThan(CAP);
      assertThat(result.duration()).as("the caller's").isLessThan(CAP);
    }
    backend.healthy();
    awaitAll(lambda, backend, nameOf, expected);
    assertThat(received(backend, nameOf)).doesNotHaveDuplicates();
  }

  private static void awaitAll(
      LambdaEnvironment lambda,
      OtlpSink backend,
      Function<Span, String> nameOf,
      List<String> expected) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(lambda.invoke("\"more\"").error()).isNull();
              assertThat(received(backend, nameOf)).containsAll(expected);
            });
  }

  private static List<String> received(OtlpSink backend, Function<Span, String> nameOf) {
    return backend.received().spans().stream()
        .filter(span -> !CollectorLayer.isPlatform(span.getName()))
        .map(nameOf)
        .filter(name -> !name.equals("more"))
        .toList();
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

  private static void set(OtlpSink backend, String fault) {
    if (fault.isEmpty()) {
      backend.healthy();
    } else {
      backend.fault(OtlpFault.parse(fault));
    }
  }
}
