package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments side by side, each with a Collector at the port that it has by default. */
class CollectorLocalhostIT {

  private static final int ENVIRONMENTS = 8;
  private static final int INVOCATIONS = 3;

  @TempDir Path folder;

  @Test
  void eachFunction_reportsToTheCollectorOfItsOwnEnvironment() {
    OtlpSink developers = sinkAtTheDefaultPort();
    ExecutorService callers = Executors.newFixedThreadPool(ENVIRONMENTS);
    Path code = CollectorLayer.program(folder);
    List<OtlpSink> backends = new ArrayList<>();
    List<LambdaEnvironment> environments = new ArrayList<>();
    try {
      for (int i = 0; i < ENVIRONMENTS; i++) {
        OtlpSink backend = OtlpSink.start(0, OtlpSink.NOT_SERVED);
        backends.add(backend);
        environments.add(environment(code, backend));
      }
      environments.get(0).init();
      assumeThat(environments.get(0).report().control()).contains("localhost of its own");
      List<CompletableFuture<Void>> running =
          IntStream.range(0, ENVIRONMENTS)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> invoke(environments.get(i), "span of " + i), callers))
              .toList();
      running.forEach(CompletableFuture::join);
      environments.forEach(LambdaEnvironment::close);

      for (int i = 0; i < ENVIRONMENTS; i++) {
        assertThat(CollectorLayer.spanNames(backends.get(i)))
            .as("backend of environment " + i)
            .hasSize(INVOCATIONS)
            .containsOnly("span of " + i);
        assertThat(CollectorLayer.lines(environments.get(i))).isEmpty();
      }
      if (developers != null) {
        assertThat(developers.requests()).isZero();
      }
    } finally {
      if (developers != null) {
        developers.close();
      }
      callers.shutdown();
      environments.forEach(LambdaEnvironment::close);
      backends.forEach(OtlpSink::close);
    }
  }

  /** A Collector as a developer has it; null where somebody else listens there, which will do. */
  private static @Nullable OtlpSink sinkAtTheDefaultPort() {
    try {
      return OtlpSink.start(4318, OtlpSink.NOT_SERVED);
    } catch (EmulatorException e) {
      return null;
    }
  }

  private static LambdaEnvironment environment(Path code, OtlpSink backend) {
    return LambdaEnvironment.builder()
        .function(code, "the.Handler")
        .customRuntime()
        .layer(CollectorLayer.zip())
        .timeout(Duration.ofSeconds(60))
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318")
        .environment("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "http://localhost:" + backend.httpPort())
        .initTimeLimit(false)
        .build();
  }

  private static void invoke(LambdaEnvironment lambda, String span) {
    for (int i = 0; i < INVOCATIONS; i++) {
      InvocationResult result = lambda.invoke(CollectorLayer.exports(span));
      assertThat(result.error()).isNull();
    }
  }
}
