package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 32 invocations at once in one process. */
class ManagedInstancesIT {

  private static final int CONCURRENCY = 32;
  private static final int ROUNDS = 3;
  private static final Duration LATENCY = Duration.ofSeconds(5);

  @Event(value = "32 invocations run at once", policies = Policy.MANAGED_INSTANCES)
  void eachInvocation_hasItsOwnParentAndBaggage(Layer layer, Policy policy) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.Obedient")
            .memoryMb(2048)
            .managedInstances(CONCURRENCY)
            .environment("OTEL_BSP_SCHEDULE_DELAY", "200")
            .build()) {
      lambda.init();
      for (int round = 0; round < ROUNDS; round++) {
        // each of them waits in the handler for the others
        List<InvocationResult> results = invokeAll(lambda, round);
        for (int i = 0; i < CONCURRENCY; i++) {
          assertThat(results.get(i).response())
              .isEqualTo("\"%s user-%d\"".formatted(trace(round, i), i));
        }
      }
      Waiting.until(() -> lambda.telemetry().spans().size() >= 2 * ROUNDS * CONCURRENCY);
      assertSpans(lambda.telemetry().spans());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void parent_isTheOneInTheInvocationsXrayHeader(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.StreamHandler")
            .environment("OTEL_PROPAGATORS", "tracecontext,baggage,xray-lambda")
            .environment("OTEL_BSP_SCHEDULE_DELAY", "200")
            .managedInstances(2)
            .build()) {
      for (int i = 0; i < 4; i++) {
        lambda.invoke(
            InvocationRequest.of("{}")
                .withTraceHeader(
                    "Root=1-5759e988-bd862e3fe1be46a99427279%d;Parent=53995c3f42cd8ad8;Sampled=1"
                        .formatted(i)));
      }
      Waiting.until(() -> lambda.telemetry().spans().size() >= 4);
      assertThat(lambda.telemetry().spans())
          .extracting(span -> HexFormat.of().formatHex(span.getTraceId().toByteArray()))
          .containsExactlyInAnyOrder(
              "5759e988bd862e3fe1be46a994272790",
              "5759e988bd862e3fe1be46a994272791",
              "5759e988bd862e3fe1be46a994272792",
              "5759e988bd862e3fe1be46a994272793");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void slowBackend_holdsNoResponse_andTelemetryLeavesMeanwhile(Layer layer) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda =
            layer
                .function("functions.Obedient")
                .managedInstances(2)
                .environment("OTEL_LAMBDA_FLUSH_INTERVAL", "100")
                .otlpSink(sink)
                .build()) {
      sink.fault(OtlpFault.latency(LATENCY));
      lambda.init();
      lambda.invoke("{\"do\":\"answer\"}");
      InvocationResult warm = lambda.invoke("{\"do\":\"answer\"}");
      assertThat(warm.response()).isEqualTo("\"answer\"");
      assertThat(warm.duration()).isLessThan(LATENCY);
      Waiting.until(() -> sink.received().spans().size() == 4);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER"})
  void invocationsThatHang_areEachSeen(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.Obedient")
            .managedInstances(4)
            .timeout(Duration.ofSeconds(3))
            .build()) {
      lambda.init();
      List<CompletableFuture<InvocationResult>> running = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        running.add(CompletableFuture.supplyAsync(() -> lambda.invoke("{\"do\":\"hang\"}")));
      }
      running.forEach(CompletableFuture::join);
      Waiting.until(() -> lambda.telemetry().spans().size() == 6);
    }
  }

  private static List<InvocationResult> invokeAll(LambdaEnvironment lambda, int round) {
    ExecutorService callers = Executors.newFixedThreadPool(CONCURRENCY);
    try {
      List<CompletableFuture<InvocationResult>> running = new ArrayList<>();
      for (int i = 0; i < CONCURRENCY; i++) {
        String event =
            """
            {"do":"meet","headers":{"traceparent":"00-%s-b7ad6b7169203331-01","baggage":"user=user-%d"}}
            """
                .formatted(trace(round, i), i);
        running.add(CompletableFuture.supplyAsync(() -> lambda.invoke(event), callers));
      }
      return running.stream().map(CompletableFuture::join).toList();
    } finally {
      callers.shutdown();
    }
  }

  private static void assertSpans(List<Span> spans) {
    assertThat(spans).hasSize(2 * ROUNDS * CONCURRENCY);
    assertThat(spans).extracting(Span::getSpanId).doesNotHaveDuplicates();
    assertThat(spans.stream().filter(ManagedInstancesIT::isColdStart)).hasSize(1);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < CONCURRENCY; i++) {
        String trace = trace(round, i);
        assertThat(spans)
            .filteredOn(
                span -> HexFormat.of().formatHex(span.getTraceId().toByteArray()).equals(trace))
            .extracting(Span::getName)
            .containsExactlyInAnyOrder("orders", "work");
      }
    }
  }

  private static boolean isColdStart(Span span) {
    return span.getAttributesList().stream()
        .anyMatch(a -> a.getKey().equals("faas.coldstart") && a.getValue().getBoolValue());
  }

  private static String trace(int round, int invocation) {
    return "0af7651916cd43dd8448eb211c80%02x%02x".formatted(round, invocation);
  }
}
