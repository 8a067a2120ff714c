package io.opentelemetry.lambda.emulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class StartCommandTest {

  @TempDir Path folder;
  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --handler H                       | Missing required option: '--function'
          --function . --handler H --port -1 | --port is from 0 to 65535
          --template t --max-concurrency 0  | --max-concurrency is at least 1
          --template t --parameter a        | Value for option option '--parameter' (K=V) should be in
          """)
  void usageError(String options, String message) {
    assertThat(start(options.split(" ", -1))).isEqualTo(2);
    assertThat(errors.toString()).startsWith("lambda-emulator: " + message);
  }

  @Test
  void templateWithoutAFunctionThatCanRunHere() throws Exception {
    Path template =
        Files.writeString(
            folder.resolve("template.yaml"),
            """
            Resources:
              Image:
                Type: AWS::Serverless::Function
                Properties:
                  PackageType: Image
                  ImageUri: an-image
            """);
    assertThat(start("--template", template.toString())).isEqualTo(3);
    assertThat(errors.toString())
        .startsWith(
            "lambda-emulator: " + template + ":4: Resources.Image.Properties: a container image")
        .hasLineCount(1);
  }

  private int start(String... options) {
    CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(errors, true));
    String[] arguments = new String[options.length + 1];
    arguments[0] = "start";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return commandLine.execute(arguments);
  }
}
