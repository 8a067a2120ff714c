package io.opentelemetry.lambda.benchmarks.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  @TempDir Path folder;
  private Path zip;

  @BeforeEach
  void writeZip() throws IOException {
    zip = write("layer.zip", "otel-handler");
  }

  private Path write(String name, String entry) throws IOException {
    Path file = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry(entry));
      out.closeEntry();
    }
    return file;
  }

  @Test
  void none_isTheBareFunction() {
    assertThat(Configuration.parse("none"))
        .isEqualTo(new Configuration("none", List.of(), Map.of()))
        .matches(Configuration::isNone);
  }

  @Test
  void layer_isStartedByItsHandler() {
    assertThat(Configuration.parse("any=" + zip))
        .isEqualTo(
            new Configuration(
                "any", List.of(zip), Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler")));
  }

  @Test
  void severalLayers_lieOverEachOther() throws IOException {
    Path other = write("other.zip", "java/lib/a.jar");
    Configuration configuration = Configuration.parse("both=" + zip + "+" + other);
    assertThat(configuration.layers()).containsExactly(zip, other);
    assertThat(configuration.variables()).containsKey("AWS_LAMBDA_EXEC_WRAPPER");
  }

  @Test
  void layerWithoutHandler_isNotStarted() throws IOException {
    assertThat(Configuration.parse("any=" + write("other.zip", "java/lib/a.jar")).variables())
        .isEmpty();
  }

  @Test
  void variables_areTheFunctions_andStronger() {
    assertThat(
            Configuration.parse(
                    "any=" + zip + ",env A=1,2=3,env AWS_LAMBDA_EXEC_WRAPPER=/opt/mine,env B=")
                .variables())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("A", "1,2=3", "AWS_LAMBDA_EXEC_WRAPPER", "/opt/mine", "B", ""));
  }

  @Test
  void bareFunction_mayHaveAnotherNameAndVariables() {
    Configuration configuration = Configuration.parse("tuned=none,env A=1");
    assertThat(configuration).isEqualTo(new Configuration("tuned", List.of(), Map.of("A", "1")));
    assertThat(configuration.isNone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense            | nonsense: there are none, wrapper, javaagent, python, nodejs and ruby; any other layer is NAME=ZIP
          =none               | =none: a layer has a name: NAME=ZIP
          any=nowhere.zip     | nowhere.zip: there is no such file
          any=none,env A      | any=none,env A: A is no K=V
          any=none,env =1     | any=none,env =1: =1 is no K=V
          """)
  void whatIsWrong_isSaid(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Configuration.parse(text))
        .withMessage(message);
  }

  @Test
  void fileThatIsNoZip_isSaid() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Configuration.parse("any=" + text))
        .withMessageStartingWith(text + " is no zip: ");
  }

  @Test
  void jvmOption_isAddedToWhatTheJvmIsTold() {
    Configuration configuration = Configuration.parse("none,env JAVA_TOOL_OPTIONS=-Xmx64m");
    assertThat(configuration.withJvmOption("-Xlog").variables())
        .containsEntry("JAVA_TOOL_OPTIONS", "-Xmx64m -Xlog");
    assertThat(Configuration.parse("none").withJvmOption("-Xlog").variables())
        .containsEntry("JAVA_TOOL_OPTIONS", "-Xlog");
  }
}
