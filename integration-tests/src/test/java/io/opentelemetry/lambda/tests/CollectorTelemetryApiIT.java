package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what Lambda tells of a function that has no SDK. */
class CollectorTelemetryApiIT {

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

  @Test
  void coldStart_isASpanOfTheFirstInvocationsTrace() {
    try (LambdaEnvironment lambda = CollectorLayer.function(folder, backend).build()) {
      InvocationResult result = lambda.invoke("{}");
      Span invocation = span("invocation");
      assertThat(attribute(invocation.getAttributesList(), "faas.invocation_id"))
          .isEqualTo(result.requestId());
      assertThat(attribute(invocation.getAttributesList(), "faas.coldstart")).isEqualTo("true");
      Span init = span("init");
      assertThat(init.getTraceId()).isEqualTo(invocation.getTraceId());
      assertThat(init.getParentSpanId()).isEqualTo(invocation.getParentSpanId());
      assertThat(bodies(backend)).contains("init of a new environment");
    }
  }

  @Test
  void lines_haveTheInvocationAndItsTrace() {
    try (LambdaEnvironment lambda = CollectorLayer.function(folder, backend).build()) {
      InvocationResult result = lambda.invoke("{\"print\":\"a line\"}");
      LogRecord line =
          logs(backend)
              .filter(log -> log.getBody().getStringValue().equals("a line"))
              .findFirst()
              .orElseThrow();
      assertThat(attribute(line.getAttributesList(), "faas.invocation_id"))
          .isEqualTo(result.requestId());
      assertThat(attribute(line.getAttributesList(), "aws.lambda.log.type")).isEqualTo("function");
      assertThat(line.getTraceId()).isEqualTo(span("invocation").getTraceId());
    }
  }

  @Test
  void metrics_countInvocations() {
    try (LambdaEnvironment lambda = CollectorLayer.function(folder, backend).build()) {
      lambda.invoke("{}");
      lambda.invoke("{}");
    }
    assertThat(sum("faas.invocations")).isEqualTo(2);
    assertThat(sum("faas.coldstarts")).isEqualTo(1);
    assertThat(metrics().map(Metric::getName))
        .contains("faas.invoke_duration", "faas.init_duration", "faas.mem_usage");
  }

  @Test
  void timeout() {
    try (LambdaEnvironment lambda =
        CollectorLayer.function(folder, backend).timeout(Duration.ofSeconds(1)).build()) {
      lambda.init();
      lambda.invoke("{\"sleep\":5}");
    }
    assertThat(attribute(span("invocation").getAttributesList(), "error.type"))
        .isEqualTo("timeout");
    assertThat(bodies(backend)).contains("the invocation has timed out");
    assertThat(sum("faas.timeouts")).isEqualTo(1);
  }

  @Test
  void outOfMemory() {
    try (LambdaEnvironment lambda =
        CollectorLayer.function(folder, backend).memoryMb(128).build()) {
      Assumptions.assumeFalse(lambda.report().control().contains("not applied: memory"));
      lambda.invoke("{\"allocate\":400000000}");
    }
    assertThat(bodies(backend)).contains("the function has run out of memory");
    assertThat(sum("faas.errors")).isEqualTo(1);
  }

  @Test
  void restore() {
    try (LambdaEnvironment lambda =
        CollectorLayer.attachTo(Layer.NONE.function("functions.ObjectHandler"), backend)
            .startType(StartType.SNAP_START)
            .build()) {
      assertThat(lambda.invoke("{}").error()).isNull();
      assertThat(span("restore").getTraceId()).isEqualTo(span("invocation").getTraceId());
    }
  }

  private Span span(String name) {
    return backend.received().spans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static List<String> bodies(OtlpSink backend) {
    return logs(backend).map(log -> log.getBody().getStringValue()).toList();
  }

  private static Stream<LogRecord> logs(OtlpSink backend) {
    return backend.received().resourceLogs().stream()
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream());
  }

  private Stream<Metric> metrics() {
    return backend.received().resourceMetrics().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream());
  }

  /** The last value of a cumulative sum. */
  private long sum(String name) {
    return metrics()
        .filter(metric -> metric.getName().equals(name))
        .reduce((first, second) -> second)
        .orElseThrow()
        .getSum()
        .getDataPoints(0)
        .getAsInt();
  }

  private static String attribute(List<KeyValue> attributes, String name) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(
            attribute ->
                attribute.getValue().hasBoolValue()
                    ? Boolean.toString(attribute.getValue().getBoolValue())
                    : attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }
}
