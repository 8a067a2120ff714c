package io.opentelemetry.lambda.emulator;

import static io.opentelemetry.lambda.emulator.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.cli.Main;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However an environment ends, no process, cgroup or temporary folder of its is left. */
class LeftoversIT {

  private final String marker = UUID.randomUUID().toString();
  @TempDir Path folder;

  @Test
  void close_endsWhatHasLeftItsGroup() throws Exception {
    Set<String> groups;
    try (LambdaEnvironment lambda =
        Programs.function(folder).environment("MARKER", marker).build()) {
      lambda.invoke("{\"do\":\"count in the background\",\"escape\":true}");
      assertThat(processes()).hasSizeGreaterThan(1);
      groups = groups();
    }
    assertThat(processes()).isEmpty();
    assertThat(groups).noneMatch(LeftoversIT::isThere);
  }

  @Test
  void close_twice_isAllRight() {
    LambdaEnvironment lambda = Programs.function(folder).build();
    lambda.invoke("1");
    lambda.close();
    lambda.close();
    assertThat(lambda.report().invocations()).hasSize(1);
  }

  /** An invocation that never ends, or a freeze that never does. */
  @ParameterizedTest
  @CsvSource({
    "INT,  130, '{\"do\":\"hang\"}', hanging",
    "TERM, 143, '{\"do\":\"hang\"}', hanging",
    "INT,  130, 1,                   invocation 1",
    "KILL, 137, '{\"do\":\"hang\"}', hanging",
    "KILL, 137, 1,                   invocation 1",
  })
  void signal_leavesNothing(String signal, int status, String event, String awaited)
      throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path output = folder.resolve("output");
    Process emulator = start(event, temporary, output);
    await().until(() -> Files.readString(output).contains(awaited));
    Set<String> groups = groups();
    assertThat(processes()).isNotEmpty();
    assertThat(temporary).isNotEmptyDirectory();

    String before = Files.readString(output);
    new ProcessBuilder("kill", "-s", signal, "--", "-" + emulator.pid()).start().waitFor();
    assertThat(emulator.waitFor()).isEqualTo(status);
    if (signal.equals("KILL")) {
      await().until(() -> isEmpty(temporary));
    }
    assertThat(processes()).isEmpty();
    assertThat(temporary).isEmptyDirectory();
    assertThat(groups).noneMatch(LeftoversIT::isThere);
    assertThat(Files.readString(output)).isEqualTo(before);
  }

  @Test
  void interruption_atRest_isAShutdownForExtensions() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path output = folder.resolve("output");
    Path layer = Programs.layer(folder, "extension.py", "watcher");
    Process emulator = start("1", temporary, output, "--layer", layer.toString());
    await().until(() -> Files.readString(output).contains("invocation 1"));
    new ProcessBuilder("kill", "-s", "INT", "--", "-" + emulator.pid()).start().waitFor();
    assertThat(emulator.waitFor()).isEqualTo(130);
    assertThat(Files.readString(output)).contains("| got {").contains("SHUTDOWN").contains("| bye");
    assertThat(processes()).isEmpty();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void kill_leavesNoNetworkNamespace() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path output = folder.resolve("output");
    Path layer = Programs.layer(folder, "extension.py", "watcher");
    Process emulator = start("1", temporary, output, "--layer", layer.toString());
    await().until(() -> Files.readString(output).contains("invocation 1"));
    emulator.destroyForcibly().waitFor();
    await().until(() -> isEmpty(temporary));
    await()
        .until(
            () ->
                ProcessHandle.allProcesses()
                    .map(process -> read(process.pid(), "cmdline"))
                    .noneMatch(command -> command.contains(temporary.toString())));
  }

  private Process start(String event, Path temporary, Path output, String... options)
      throws IOException {
    Programs.function(folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                // ignored, and by Java, too, in a build that runs in the background
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--function",
                folder.resolve("function").toString(),
                "--runtime=provided",
                "--env=MARKER=" + marker,
                "--timeout=900",
                "--count=2",
                "--freeze=3600",
                "--otlp-port=0",
                "--event",
                Files.writeString(folder.resolve("event.json"), event).toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** The ids of the processes that have this test's marker in their environment. */
  private Set<Long> processes() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> read(pid, "environ").contains("MARKER=" + marker))
        .collect(Collectors.toSet());
  }

  /** The names of the control groups, made for an environment, that those are in. */
  private Set<String> groups() {
    return processes().stream()
        .flatMap(pid -> read(pid, "cgroup").lines())
        .map(line -> line.substring(line.lastIndexOf('/') + 1))
        .filter(name -> name.startsWith("lambda-emulator-"))
        .collect(Collectors.toSet());
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid, file), UTF_8);
    } catch (IOException e) {
      // another user's, or it has ended
      return "";
    }
  }

  private static boolean isThere(String group) {
    try {
      Process find = new ProcessBuilder("find", "/sys/fs/cgroup", "-name", group).start();
      return find.getInputStream().readAllBytes().length > 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
