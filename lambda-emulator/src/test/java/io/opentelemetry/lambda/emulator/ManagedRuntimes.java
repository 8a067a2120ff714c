package io.opentelemetry.lambda.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opentelemetry.lambda.emulator.internal.runtime.FunctionRuntime;
import io.opentelemetry.lambda.emulator.internal.runtime.RuntimeSettings;
import io.opentelemetry.lambda.emulator.internal.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Runtimes whose parts a machine may lack. */
public final class ManagedRuntimes {

  /** A runtime of this name; the test is skipped where it cannot be had, but not in CI. */
  public static FunctionRuntime require(String name) {
    try {
      return Runtimes.of(new RuntimeSettings(name, Map.of(), null, List.of()), System.err::println);
    } catch (EmulatorException e) {
      if (System.getenv("CI") != null) {
        throw e;
      }
      return Assumptions.abort(e.getMessage());
    }
  }

  /** The runtime of this machine's python3. */
  public static FunctionRuntime requirePython() throws InterruptedException {
    try {
      Process python =
          new ProcessBuilder(
                  "python3", "-c", "import sys; print('python%d.%d' % sys.version_info[:2])")
              .start();
      String name = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
      python.waitFor();
      return require(name);
    } catch (IOException e) {
      return Assumptions.abort("there is no python3");
    }
  }

  /** The folder of any Ruby on the path; the test is skipped without one, but not in CI. */
  public static Path requireRubyHome() {
    Optional<Path> home =
        Arrays.stream(System.getenv("PATH").split(":"))
            .map(bin -> Path.of(bin, "ruby"))
            .filter(Files::isExecutable)
            .map(ruby -> ruby.getParent().getParent())
            .findFirst();
    if (System.getenv("CI") == null || System.getenv("WITHOUT_RUBY") != null) {
      assumeThat(home).as("a Ruby on the PATH: apt-get install ruby").isPresent();
    }
    assertThat(home).as("a Ruby on the PATH: apt-get install ruby").isPresent();
    return home.orElseThrow();
  }

  private ManagedRuntimes() {}
}
