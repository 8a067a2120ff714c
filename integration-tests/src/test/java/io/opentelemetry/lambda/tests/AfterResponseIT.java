package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The caller has its response, and then telemetry leaves, before the environment is frozen. */
class AfterResponseIT {

  private static final Duration LATENCY = Duration.ofSeconds(1);

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void callerDoesNotWait_andTheFreezeDoes(Layer layer) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = function(layer).otlpSink(sink).build()) {
      sink.fault(OtlpFault.latency(LATENCY));
      for (int i = 1; i <= 3; i++) {
        InvocationResult result = lambda.invoke("{\"do\":\"answer\"}");
        assertThat(result.response()).isEqualTo("\"answer\"");
        assertThat(sink.received().spans()).hasSize(2 * i);
        assertThat(result.postRuntime()).isGreaterThanOrEqualTo(LATENCY);
        assertThat(result.responded()).isBefore(sink.received().lastArrival().plus(LATENCY));
      }
      assertThat(lambda.output()).noneMatch(line -> line.startsWith("[otel] "));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void backendThatNeverAnswers_doesNotHoldTheEnvironmentBeyondTheDeadline(Layer layer) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda =
            function(layer).otlpSink(sink).timeout(Duration.ofSeconds(4)).build()) {
      lambda.init();
      sink.fault(OtlpFault.silent());
      for (int i = 0; i < 2; i++) {
        InvocationResult result = lambda.invoke("{\"do\":\"answer\"}");
        assertThat(result.response()).isEqualTo("\"answer\"");
        assertThat(result.duration().plus(result.postRuntime())).isLessThan(Duration.ofSeconds(4));
        assertThat(result.coldStart()).isEqualTo(i == 0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void snapshot_leavesTheExtensionAtWork(Layer layer) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda =
            function(layer).otlpSink(sink).startType(StartType.SNAP_START).build()) {
      sink.fault(OtlpFault.latency(LATENCY));
      InvocationResult result = lambda.invoke("{\"do\":\"answer\"}");
      assertThat(sink.received().spans()).hasSize(2);
      assertThat(result.responded()).isBefore(sink.received().lastArrival().plus(LATENCY));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void noExtensionOnManagedInstances_telemetryLeavesAtIntervals(Layer layer) {
    try (LambdaEnvironment lambda =
        function(layer).managedInstances(2).environment("OTEL_BSP_SCHEDULE_DELAY", "200").build()) {
      assertThat(lambda.invoke("{\"do\":\"answer\"}").response()).isEqualTo("\"answer\"");
      Waiting.until(() -> lambda.telemetry().spans().size() == 2);
      assertThat(lambda.output())
          .filteredOn(line -> line.startsWith("[otel] "))
          .singleElement()
          .asString()
          .contains("OTEL_LAMBDA_FLUSH=after-response is not possible on managed instances");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void adaptive_exportsLessOften_andLosesNothingInAShutdown(Layer layer) {
    int invocations = 40;
    try (OtlpSink sink = OtlpSink.start()) {
      try (LambdaEnvironment lambda =
          function(layer)
              .environment("OTEL_LAMBDA_FLUSH", "adaptive")
              .environment("OTEL_LAMBDA_FLUSH_INTERVAL", "60000")
              .otlpSink(sink)
              .build()) {
        for (int i = 0; i < invocations; i++) {
          lambda.invoke("{\"do\":\"answer\"}");
        }
        assertThat(sink.received().exports()).hasSizeLessThan(invocations / 2);
      }
      assertThat(sink.received().spans())
          .hasSize(2 * invocations)
          .extracting(Span::getSpanId)
          .doesNotHaveDuplicates();
    }
  }

  private static LambdaEnvironmentBuilder function(Layer layer) {
    return layer.function("functions.Obedient").environment("OTEL_LAMBDA_FLUSH", "after-response");
  }
}
