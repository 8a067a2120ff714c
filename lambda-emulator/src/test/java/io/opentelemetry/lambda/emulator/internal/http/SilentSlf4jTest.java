package io.opentelemetry.lambda.emulator.internal.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An HTTP service in a process whose class path has no SLF4J provider, as a user's test may be. */
class SilentSlf4jTest {

  @Test
  void start_withoutProvider_printsNothing() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPathWithoutProvider(),
                Service.class.getName())
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output.strip()).isEqualTo("served; null");
    assertThat(process.waitFor()).isZero();
  }

  private static String classPathWithoutProvider() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("slf4j-simple"))
        .collect(joining(File.pathSeparator));
  }

  /** Starts a service, and prints the system property that must be as it was. */
  static final class Service {

    public static void main(String[] args) {
      HttpService.builder("test").start(0).close();
      System.out.println("served; " + System.getProperty("slf4j.internal.verbosity"));
    }

    private Service() {}
  }
}
