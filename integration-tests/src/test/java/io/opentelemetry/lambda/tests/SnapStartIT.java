package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Environments that are made from a snapshot. */
class SnapStartIT {

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void firstInvocation_isTheColdStart_andSaysWhenTheEnvironmentWasRestored(Layer layer) {
    try (LambdaEnvironment lambda =
        layer.function("functions.Obedient").startType(StartType.SNAP_START).build()) {
      lambda.init();
      // the user's handler has not been called, and nothing was reported of the priming
      assertThat(lambda.telemetry().spans()).isEmpty();
      lambda.invoke("{\"do\":\"answer\"}");
      lambda.invoke("{\"do\":\"answer\"}");
      List<Span> spans =
          lambda.telemetry().spans().stream()
              .filter(span -> span.getName().equals("orders"))
              .toList();
      assertThat(spans).extracting(SnapStartIT::isColdStart).containsExactly(true, false);
      assertThat(spans.get(1).getEventsList()).isEmpty();
      Span.Event restored = spans.get(0).getEvents(0);
      assertThat(restored.getName()).isEqualTo("otel.lambda.restored");
      Phase restore =
          lambda.report().phases().stream()
              .filter(phase -> phase.kind() == Phase.Kind.RESTORE)
              .findFirst()
              .orElseThrow();
      assertThat(Instant.ofEpochMilli(restored.getTimeUnixNano() / 1_000_000))
          .isBetween(restore.start().minusMillis(1), restore.end().plusMillis(1));
      assertThat(lambda.output()).noneMatch(line -> line.startsWith("[otel] "));
    }
  }

  /** The user's hooks are called, and what they report and the init did leaves before. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void hooksOfTheFunction_areCalled_andWhatTheyReportArrives(Layer layer) {
    try (LambdaEnvironment lambda = early(layer).build()) {
      lambda.init();
      assertThat(names(lambda)).containsExactlyInAnyOrder("init.work", "checkpoint.work");
      assertThat(lambda.invoke("{}").response())
          .as(lambda.output().toString())
          .isEqualTo("\"OwnLogManager checkpoint restore\"");
      assertThat(lambda.output()).noneMatch(line -> line.startsWith("[otel] "));
    }
  }

  /** Else each environment of the snapshot would send it. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void whatDoesNotLeaveBeforeTheSnapshot_isDropped_withALine(Layer layer) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = early(layer).otlpSink(sink).build()) {
      sink.fault(OtlpFault.parse("status=503"));
      lambda.init();
      assertThat(lambda.output())
          .filteredOn(line -> line.contains("dropped"))
          // the counts add up
          .last()
          .asString()
          .startsWith("[otel] 2 spans were dropped: they could not be sent before the snapshot: ");
      sink.healthy();
      lambda.invoke("{}");
      lambda.invoke("{}");
      assertThat(sink.received().spans()).extracting(Span::getName).containsOnly("orders");
    }
  }

  private static LambdaEnvironmentBuilder early(Layer layer) {
    return layer.function("functions.EarlyOpenTelemetry").startType(StartType.SNAP_START);
  }

  private static List<String> names(LambdaEnvironment lambda) {
    return lambda.telemetry().spans().stream().map(Span::getName).toList();
  }

  @Test
  void snapshot_hasTheClassesOfAnExport(@TempDir Path tmp) throws IOException {
    try (LambdaEnvironment lambda =
        Layer.WRAPPER
            .function("functions.Obedient")
            .startType(StartType.SNAP_START)
            .tmp(tmp)
            .environment("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=/tmp/classes.log")
            .build()) {
      lambda.init();
      assertThat(Files.readString(tmp.resolve("classes.log")))
          .contains(" io.opentelemetry.lambda.sdk.internal.otlp.TraceRequest ");
    }
  }

  private static boolean isColdStart(Span span) {
    return span.getAttributesList().stream()
        .anyMatch(a -> a.getKey().equals("faas.coldstart") && a.getValue().getBoolValue());
  }
}
