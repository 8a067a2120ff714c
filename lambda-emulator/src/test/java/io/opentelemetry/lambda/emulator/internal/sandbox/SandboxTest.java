package io.opentelemetry.lambda.emulator.internal.sandbox;

import static io.opentelemetry.lambda.emulator.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.process.BusyProcess;
import io.opentelemetry.lambda.emulator.internal.process.Limits;
import io.opentelemetry.lambda.emulator.internal.process.ProcessControl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

  private static final Limits NONE = new Limits(OptionalLong.empty(), OptionalDouble.empty());

  @TempDir Path function;
  @TempDir Path layer;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private Sandbox sandbox;

  @BeforeEach
  void create() throws IOException {
    Files.writeString(layer.resolve("greeting"), "hello\n");
    sandbox = Sandbox.create(function, List.of(layer), List.of(), null);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void create_folderAsALayer_liesInOpt() {
    try (ProcessControl control = ProcessControl.create(NONE)) {
      start(control, "cat /opt/greeting");
      await().untilAsserted(() -> assertThat(output).containsExactly("hello"));
    }
  }

  @Test
  void create_moreThanLambdaTakes_isRefused() throws IOException {
    for (Path half : List.of(function, layer)) {
      try (RandomAccessFile file = new RandomAccessFile(half.resolve("half").toFile(), "rw")) {
        file.setLength(131_072_001);
      }
    }
    assertThatThrownBy(() -> Sandbox.create(function, List.of(layer), List.of(), null))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "the function and its layers are more than 250 MB unzipped, which Lambda refuses: leave"
                + " out what they do not need");
  }

  @Test
  void start_underAControl_isInItsGroups() {
    try (ProcessControl control = ProcessControl.create(NONE)) {
      assumeThat(control.entries()).isNotEmpty();
      SandboxProcess process = start(control, "cat /proc/self/cgroup");
      assertThat(process.exit().join()).isZero();
      process.kill();
      String group = control.entries().get(0).getParent().getFileName().toString();
      assertThat(output)
          .filteredOn(line -> line.endsWith("/" + group))
          .hasSameSizeAs(control.entries());
    }
  }

  @Test
  void start_underAControlWithoutGroups_isKnownToIt() throws IOException {
    try (ProcessControl control = ProcessControl.create(NONE, List.of())) {
      start(control, "echo $$; " + BusyProcess.SCRIPT);
      await().until(() -> !output.isEmpty());
      BusyProcess busy = new BusyProcess(Long.parseLong(output.get(0)));
      control.freeze();
      long before = busy.cpuTicks();
      BusyProcess.letTimePass();
      assertThat(busy.cpuTicks()).isEqualTo(before);
      control.kill();
      assertThat(busy.ended()).isTrue();
    }
  }

  private SandboxProcess start(ProcessControl control, String script) {
    return sandbox.start(
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", System.getenv("PATH")),
        output::add,
        control);
  }
}
