package io.opentelemetry.lambda.emulator.internal.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root becomes another user, who has no right to cgroups. */
class OrdinaryUserTest {

  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  @TempDir Path classPath;

  @BeforeEach
  void assumeRoot() throws IOException, InterruptedException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    assumeThat(run(JAVA, "-version")).as("a JDK that all may read").contains("version");
  }

  @Test
  void create_fallsBackToSignals() throws Exception {
    Files.setPosixFilePermissions(classPath, PosixFilePermissions.fromString("rwxr-xr-x"));
    copyClasses(ProcessControl.class, "internal/process");
    copyClasses(EmulatorException.class, "");
    copyClasses(OrdinaryUserTest.class, "internal/process");
    String output = run(JAVA, "-cp", classPath.toString(), Program.class.getName());
    assertThat(output.lines())
        .hasSize(3)
        .contains("stopped: true", "ended: true")
        .first(InstanceOfAssertFactories.STRING)
        .matches(
            "freeze by SIGSTOP; not applied: CPU and memory limits"
                + " \\((cgroups cannot be written|no cgroup controller)\\)");
  }

  private void copyClasses(Class<?> type, String folder) throws IOException, URISyntaxException {
    Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path below = source.resolve("io/opentelemetry/lambda/emulator").resolve(folder);
    try (Stream<Path> files = Files.list(below)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".class")).toList()) {
        Path copy = classPath.resolve(source.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(AS_NOBODY);
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  /** The program that the user runs. */
  static final class Program {

    public static void main(String[] arguments) throws IOException {
      Limits limits = new Limits(OptionalLong.of(1 << 29), OptionalDouble.of(0.58));
      Process process = new ProcessBuilder("setsid", "sh", "-c", BusyProcess.SCRIPT).start();
      try (ProcessControl control = ProcessControl.create(limits)) {
        System.out.println(control.describe());
        control.add(process.pid());
        control.freeze();
        System.out.println("stopped: " + !ProcessStatus.running(process.pid()));
      }
      System.out.println("ended: " + new BusyProcess(process.pid()).ended());
    }

    private Program() {}
  }
}
