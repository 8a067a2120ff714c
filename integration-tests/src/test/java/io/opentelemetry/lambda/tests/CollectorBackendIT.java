package io.opentelemetry.lambda.tests;

import static io.opentelemetry.lambda.tests.CollectorLayer.exports;
import static io.opentelemetry.lambda.tests.CollectorLayer.spanNames;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rows of the Collector layer's table: what becomes of a function's spans, and of the function,
 * whatever the backend does.
 */
class CollectorBackendIT {

  /** The layer's default, and what a busy machine may add. */
  private static final Duration CAP = Duration.ofMillis(2000 + 900);

  @TempDir Path folder;
  private OtlpSink backend;

  @BeforeEach
  void start() {
    backend = OtlpSink.start();
  }

  @AfterEach
  void stop() {
    backend.close();
  }

  private LambdaEnvironmentBuilder function() {
    return CollectorLayer.function(folder, backend);
  }

  @Test
  void backendIsWell_allIsOutBeforeTheFreeze() {
    try (LambdaEnvironment lambda = function().build()) {
      for (int i = 0; i < 5; i++) {
        assertThat(lambda.invoke(exports("a" + i, "b" + i, "c" + i)).error()).isNull();
        assertThat(spanNames(backend)).hasSize(3 * (i + 1));
      }
      assertThat(CollectorLayer.lines(lambda)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=503", "status=429,retry-after=1", "refuse", "cut", "silent"})
  void backendFails_nextComesInTime_andTheSpansInALaterInvocation(String fault) {
    try (LambdaEnvironment lambda = function().build()) {
      lambda.init();
      backend.fault(OtlpFault.parse(fault));
      InvocationResult first = lambda.invoke(exports("a", "b"));
      assertThat(first.response()).contains("\"status\": 200").doesNotContain("\"status\": 503");
      assertThat(first.postRuntime()).isLessThan(CAP);
      InvocationResult second = lambda.invoke(exports("c"));
      assertThat(second.postRuntime()).as("it is known to be down").isLessThan(CAP);
      backend.healthy();
      invokeUntilReceived(lambda, List.of("a", "b", "c"));
      assertThat(CollectorLayer.lines(lambda))
          .filteredOn(line -> line.contains("\"otelcol.signal\": \"traces\""))
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void backendIsDown_nextIsNotHeldForIt() {
    backend.fault(OtlpFault.status(503));
    try (LambdaEnvironment lambda = function().build()) {
      for (int i = 0; i < 10; i++) {
        assertThat(lambda.invoke(exports("a" + i)).postRuntime()).isLessThan(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void backendIsSlow_nextComesAtTheCap() {
    backend.fault(OtlpFault.latency(Duration.ofSeconds(3)));
    try (LambdaEnvironment lambda = function().build()) {
      assertThat(lambda.invoke(exports("a")).postRuntime()).isLessThan(CAP);
      assertThat(lambda.invoke(exports("b")).postRuntime()).isLessThan(CAP);
      backend.healthy();
      invokeUntilReceived(lambda, List.of("a", "b"));
    }
  }

  @Test
  void cap_isTheUsers() {
    backend.fault(OtlpFault.silent());
    try (LambdaEnvironment lambda =
        function().environment("OTEL_LAMBDA_COLLECTOR_FLUSH_TIMEOUT", "100").build()) {
      assertThat(lambda.invoke(exports("a")).postRuntime()).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void deadlineIsNearerThanTheCap_theDeadlineBounds() {
    backend.fault(OtlpFault.silent());
    try (LambdaEnvironment lambda = function().timeout(Duration.ofMillis(1500)).build()) {
      lambda.init();
      InvocationResult result = lambda.invoke(exports("a"));
      assertThat(result.status()).isEqualTo(InvocationResult.Status.OK);
      assertThat(lambda.invoke(exports("b")).coldStart())
          .as("the invocation has been in time")
          .isFalse();
    }
  }

  @Test
  void invocationTimesOut_itsSpansAndTheTimeoutAreReported() {
    try (LambdaEnvironment lambda = function().timeout(Duration.ofMillis(1500)).build()) {
      lambda.init();
      InvocationResult result =
          lambda.invoke("{\"exports\":[[\"a\"]],\"sleep\":10,\"print\":\"x\"}");
      assertThat(result.status()).isEqualTo(InvocationResult.Status.TIMEOUT);
      assertThat(spanNames(backend)).containsExactly("a");
      assertThat(CollectorTelemetryApiIT.bodies(backend)).contains("the invocation has timed out");
    }
  }

  @Test
  void shutdown_backendIsSlow_whatTwoSecondsAllowIsSent() {
    try (LambdaEnvironment lambda =
        function().environment("OTEL_LAMBDA_COLLECTOR_FLUSH_TIMEOUT", "1").build()) {
      lambda.init();
      backend.fault(OtlpFault.latency(Duration.ofMillis(800)));
      lambda.invoke(exports("a", "b", "c", "d"));
    }
    assertThat(spanNames(backend)).contains("a", "b", "c", "d");
  }

  @Test
  void shutdown_backendFailsThroughout_aLineHasTheCount() {
    backend.fault(OtlpFault.status(503));
    LambdaEnvironment lambda = function().build();
    try (lambda) {
      lambda.invoke(exports("a", "b", "c", "d", "e", "f", "g"));
    }
    assertThat(CollectorLayer.lines(lambda))
        .filteredOn(line -> line.contains("\"of\": \"spans\""))
        .singleElement()
        .asString()
        // with those that are made of what Lambda tells
        .containsPattern("not exported, and lost .*\"count\": 1[0-9]");
    List<Phase> phases = lambda.report().phases();
    Phase shutdown = phases.get(phases.size() - 1);
    assertThat(Duration.between(shutdown.start(), shutdown.end()))
        .isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void queueIsFull_theOldestIsDropped_withALine() throws Exception {
    Path config = CollectorConfig.withQueue(folder, "max_bytes: 20000");
    backend.fault(OtlpFault.status(503));
    try (LambdaEnvironment lambda = CollectorConfig.attach(function(), config).build()) {
      for (int i = 0; i < 60; i++) {
        assertThat(lambda.invoke(exports("a" + i)).error()).isNull();
      }
      backend.healthy();
      invokeUntilReceived(lambda, List.of("a59"));
      assertThat(spanNames(backend)).doesNotContain("a0");
      assertThat(CollectorLayer.lines(lambda))
          .anyMatch(line -> line.contains("the queue is full"))
          .anyMatch(line -> line.contains("dropped while the queue was full"));
    }
  }

  @Test
  void beforeTheFirstInvoke_spansAreTakenAtOnce_andAllSent() {
    try (LambdaEnvironment lambda = function().environment("EXPORTS_AT_INIT", "203").build()) {
      lambda.init();
      lambda.invoke(exports("a"));
      assertThat(spanNames(backend)).hasSize(204);
    }
  }

  @Test
  void managedInstances_spansAreSentAsTheyCome() {
    try (LambdaEnvironment lambda =
        function().managedInstances(1).environment("EXPORTS_AT_INIT", "3").build()) {
      List<String> expected =
          IntStream.range(0, 200)
              .mapToObj(i -> "a" + i)
              .peek(name -> lambda.invoke(exports(name)))
              .toList();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(spanNames(backend)).containsAll(expected).hasSize(203));
    }
  }

  /** Invokes until what was kept has been delivered; the back-off may need some invocations. */
  private void invokeUntilReceived(LambdaEnvironment lambda, List<String> names) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(lambda.invoke("{}").error()).isNull();
              assertThat(spanNames(backend)).containsAll(names);
            });
  }
}
