package io.opentelemetry.lambda.emulator.internal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

  @TempDir Path temporary;

  @Test
  void create_folderAsALayer_liesInOpt() throws IOException {
    Path function = Files.createDirectory(temporary.resolve("function"));
    Path layer = Files.createDirectory(temporary.resolve("layer"));
    Files.writeString(layer.resolve("greeting"), "hello\n");
    List<String> lines = new CopyOnWriteArrayList<>();
    Path javaHome = Path.of(System.getProperty("java.home"));
    try (Sandbox sandbox = Sandbox.create(function, List.of(layer), javaHome)) {
      sandbox.start(List.of("cat", "/opt/greeting"), Map.of("PATH", "/usr/bin:/bin"), lines::add);
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(lines).containsExactly("hello"));
    }
  }
}
