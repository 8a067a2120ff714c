package io.opentelemetry.lambda.emulator.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRuntimeTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "nodejs20.x, '', --no-experimental-require-module",
    "nodejs22.x, '', --no-experimental-require-module --no-experimental-detect-module",
    "nodejs22.x, --experimental-require-module, --no-experimental-detect-module",
    "nodejs22.x, --experimental-detect-module, --no-experimental-require-module",
    "nodejs24.x, '', ''",
  })
  void command_switchesOffWhatLambdaDoes(String name, String options, String flags)
      throws IOException {
    assertThat(flags(name, 512, options).stream().filter(flag -> flag.startsWith("--no-")))
        .isEqualTo(flags.isEmpty() ? List.of() : List.of(flags.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({
    "128,   --max-semi-space-size=6 --max-old-space-size=116",
    "1769,  --max-semi-space-size=88 --max-old-space-size=1593",
    "10240, --max-semi-space-size=512 --max-old-space-size=9216",
  })
  void command_sharesTheMemoryOut(int memoryMb, String flags) throws IOException {
    assertThat(flags("nodejs24.x", memoryMb, "")).containsAll(List.of(flags.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({"--max-old-space-size=99", "--max_old_space_size=99"})
  void command_leavesOutWhatTheFunctionSets(String options) throws IOException {
    assertThat(flags("nodejs24.x", 512, options))
        .contains("--max-semi-space-size=25")
        .noneMatch(flag -> flag.startsWith("--max-old-space-size"));
  }

  @Test
  void of_homeWithoutInterpreter_saysSo() {
    assertThatThrownBy(() -> runtime("nodejs22.x"))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "--node-home " + folder + ": it has no bin/node, the interpreter of the runtime");
  }

  private List<String> flags(String name, int memoryMb, String options) throws IOException {
    Path node = Files.createDirectories(folder.resolve("bin")).resolve("node");
    assertThat(Files.createFile(node).toFile().setExecutable(true)).isTrue();
    List<String> command =
        runtime(name)
            .command(
                new StartSettings(
                    memoryMb,
                    "index.handler",
                    /* initializedAhead= */ false,
                    /* managedInstances= */ false,
                    Map.of("NODE_OPTIONS", options)));
    assertThat(command)
        .startsWith("/var/lang/bin/node", "--expose-gc", "--max-http-header-size", "81920")
        .endsWith("/var/runtime/index.mjs");
    return command;
  }

  private FunctionRuntime runtime(String name) {
    RuntimeSettings settings =
        new RuntimeSettings(name, Map.of(Language.NODEJS, folder), null, List.of());
    return Runtimes.of(settings, line -> {});
  }
}
