package io.opentelemetry.lambda.emulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LocalCommandTest {

  @TempDir Path folder;
  private final StringWriter errors = new StringWriter();
  private Path event;

  @BeforeEach
  void writeEvent() throws IOException {
    event = Files.writeString(folder.resolve("event.json"), "{}");
  }

  @Test
  void missingOption_isAUsageError() {
    assertThat(execute("--handler", "H", "--event", event.toString())).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: Missing required option")
        .contains("--function");
  }

  @Test
  void missingFile_isAUsageError() {
    assertThat(run("--function", "nowhere.zip")).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: --function nowhere.zip: there is no such file or folder");
  }

  @Test
  void missingLayer_isAUsageError() {
    assertThat(run("--function", folder.toString(), "--layer", "nowhere.zip")).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: --layer nowhere.zip: there is no such file");
  }

  @Test
  void eventThatIsNotJson_isAUsageError() throws IOException {
    Files.writeString(event, "{\"a\":");
    assertThat(run("--function", folder.toString())).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: --event " + event + " is not JSON: ")
        .doesNotContain("\tat ");
  }

  @Test
  void numberOutOfRange_isAUsageError() {
    assertThat(run("--function", folder.toString(), "--memory", "64")).isEqualTo(2);
    assertThat(errors.toString()).startsWith("lambda-emulator: --memory is from 128 to 10240 MB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--html", "--svg"})
  void fileInAFolderThatIsNotThere_isAUsageError_beforeAnythingRuns(String option) {
    assertThat(run("--function", folder.toString(), option, "nowhere/file")).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: " + option + " nowhere/file: there is no such folder");
  }

  @Test
  void faultThatIsNone_isAUsageError() {
    assertThat(run("--function", folder.toString(), "--otlp-fault", "statos=503")).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: --otlp-fault: 'statos=503' is no fault: there are latency=");
  }

  @Test
  void grpcPortOutOfRange_isAUsageError() {
    assertThat(run("--function", folder.toString(), "--otlp-grpc-port", "-1")).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: --otlp-grpc-port is from 0 to 65535");
  }

  @Test
  void localhostThatIsUnknown_isAUsageError() {
    assertThat(run("--function", folder.toString(), "--localhost", "mine")).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: --localhost mine: there are auto, own and shared");
  }

  @Test
  void grpcPortThatIsTaken_isTheEmulatorsFailure() {
    try (OtlpSink other = OtlpSink.start()) {
      String taken = Integer.toString(other.grpcPort());
      assertThat(
              run("--function", folder.toString(), "--otlp-port", "0", "--otlp-grpc-port", taken))
          .isEqualTo(3);
      assertThat(errors.toString()).startsWith("lambda-emulator: port " + taken + " is taken");
    }
  }

  @Test
  void brokenLayer_isTheEmulatorsFailure() throws IOException {
    Path layer = Files.writeString(folder.resolve("layer.zip"), "text");
    assertThat(
            run("--function", folder.toString(), "--layer", layer.toString(), "--otlp-port", "0"))
        .isEqualTo(3);
    assertThat(errors.toString())
        .startsWith("lambda-emulator: " + layer + " cannot be unpacked")
        .doesNotContain("\tat ");
  }

  @Test
  void folderThatIsNoJdk_isTheEmulatorsFailure() {
    assertThat(
            run(
                "--function",
                folder.toString(),
                "--java-home",
                folder.toString(),
                "--otlp-port",
                "0"))
        .isEqualTo(3);
    assertThat(errors.toString()).startsWith("lambda-emulator: " + folder + " is no JDK");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--handler", "H", "--event", event.toString()));
    all.addAll(Arrays.asList(arguments));
    return execute(all.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(arguments);
  }
}
