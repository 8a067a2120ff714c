package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
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
      // the user's handler has not been called, and nothing was reported of the rehearsal
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
