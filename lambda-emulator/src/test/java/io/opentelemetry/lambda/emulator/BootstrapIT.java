package io.opentelemetry.lambda.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of compiled languages, which are a program and nothing else. */
class BootstrapIT {

  @TempDir Path folder;

  @Test
  void go_answersAndFails() throws Exception {
    assertAnswersAndFails(build("main.go", "go", "build", "-o"));
  }

  @Test
  void rust_answersAndFails() throws Exception {
    assertAnswersAndFails(build("main.rs", "rustc", "--edition", "2021", "-o"));
  }

  private static void assertAnswersAndFails(Path function) {
    try (LambdaEnvironment lambda =
        LambdaEnvironment.builder().function(function, "orders").customRuntime().build()) {
      assertThat(lambda.invoke("{\"a\":\"ä\"}").response())
          .isEqualTo("{\"handler\":\"orders\",\"event\":{\"a\":\"ä\"}}");
      FunctionError error = lambda.invoke("\"fail\"").error();
      assertThat(error.errorType()).isEqualTo("Told");
      assertThat(error.errorMessage()).isEqualTo("told to fail");
      assertThat(lambda.invoke("1").coldStart()).isFalse();
    }
  }

  /** Compiles a program; the test is skipped where there is no compiler. */
  private Path build(String source, String... compiler) throws Exception {
    Path function = Files.createDirectory(folder.resolve("function"));
    List<String> command = new ArrayList<>(List.of(compiler));
    command.add(function.resolve("bootstrap").toString());
    command.add(
        Files.writeString(folder.resolve(source), Programs.read("bootstraps/" + source))
            .toString());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    } catch (IOException e) {
      String line = "not tested with a function in " + compiler[0] + ", which is not installed";
      System.err.println(line);
      Assumptions.abort(line);
    }
    return function;
  }
}
