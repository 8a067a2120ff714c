package io.opentelemetry.lambda.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.internal.runtime.FunctionRuntime;
import io.opentelemetry.lambda.emulator.internal.runtime.RuntimeSettings;
import io.opentelemetry.lambda.emulator.internal.runtime.Runtimes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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

  private ManagedRuntimes() {}
}
