package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.agent.BuiltAgent;
import io.opentelemetry.lambda.agent.JarContents;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Tests what is refused; what is instrumented is the integration tests'. */
class InstrumentCommandTest {

  private static final String VERSION = "io/opentelemetry/api/version.properties";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BOOT-INF/lib/a.jar                                          | it has BOOT-INF, and jars in a jar are not instrumented
          quarkus-run.jar                                             | it has quarkus-run.jar, and jars in a jar are not instrumented
          lib/zz-opentelemetry-instrumented.jar                       | it is instrumented already
          io/opentelemetry/sdk/common/CompletableResultCode.class     | the function brings an OpenTelemetry SDK
          io/opentelemetry/api/version.properties                     | the function brings OpenTelemetry's API, sdk.version=1.0; to instrument it at build time, it must be the layer's, sdk.version=2.0
          lib/broken.jar                                              | the function has nothing that is instrumented
          """)
  void function_isRefused(String file, String message) {
    Path function = write("function.zip", file, "sdk.version=1.0");
    assertThat(instrument(function)).contains(message).hasLineCount(1);
    assertThat(folder.resolve("output.zip")).doesNotExist();
  }

  @Test
  void noFunction_isRefused() {
    assertThat(instrument(Path.of("missing.zip")))
        .isEqualTo("instrument: missing.zip: there is no such function\n");
  }

  @Test
  void outputThatIsTheFunction_isRefused() {
    Path function = write("output.zip", "lib/a.jar", "");
    assertThat(instrument(function)).contains("output.zip: it is the function itself");
    assertThat(Files.exists(function)).isTrue();
  }

  @Test
  void unknownName_isRefused() {
    assertThat(instrument(write("function.zip", "a.txt", ""), "--without", "nonsense"))
        .isEqualTo("instrument: --without nonsense: the agent has no such name\n");
  }

  private Path write(String name, String file, String content) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(file, content.getBytes(UTF_8));
    Path zip = folder.resolve(name);
    new JarContents(files).write(zip);
    return zip;
  }

  /** Fails, and gives the lines that it prints. */
  private String instrument(Path function, String... options) {
    CommandLine commandLine =
        io.opentelemetry.lambda.agent.Main.commandLine(new InstrumentCommand());
    StringWriter err = new StringWriter();
    commandLine.setErr(new PrintWriter(err, true));
    int status =
        commandLine.execute(
            concat(
                options,
                function.toString(),
                "--output",
                folder.resolve("output.zip").toString(),
                "--agent",
                BuiltAgent.UNTOUCHED.toString(),
                "--layer",
                write("layer.jar", VERSION, "sdk.version=2.0").toString()));
    assertThat(status).isEqualTo(2);
    return err.toString();
  }

  private static String[] concat(String[] first, String... second) {
    String[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
