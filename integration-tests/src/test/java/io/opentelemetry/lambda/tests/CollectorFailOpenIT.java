package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with the Collector's config, the function runs, and one line says why. */
class CollectorFailOpenIT {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /nowhere/config.yaml                                 | no such file
          yaml:receivers::nosuch::x: 1                         | nosuch
          yaml:]                                               | yaml
          s3://bucket.s3.us-east-1.amazonaws.com/config.yaml   | s3
          ftp://example.com/config.yaml                        | ftp
          /var/task/unknown.yaml                               | nosuch
          /var/task/misspelt.yaml                              | endpont
          /var/task/empty.yaml                                 | service
          /var/task/taken.yaml                                 | address already in use
          """)
  void badConfig(String uri, String reason) throws IOException {
    try (OtlpSink backend = OtlpSink.start();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LambdaEnvironment lambda = withConfigs(backend, taken.getLocalPort(), uri).build()) {
      assertThat(lambda.invoke("{\"print\":\"first\"}").response()).isEqualTo("[]");
      assertThat(lambda.invoke("{}").coldStart()).isFalse();
      assertThat(CollectorLayer.lines(lambda))
          .singleElement()
          .asString()
          .startsWith("[otel] collector: it does not run: ")
          .contains(reason);
    }
  }

  private LambdaEnvironmentBuilder withConfigs(OtlpSink backend, int takenPort, String uri)
      throws IOException {
    Path function = CollectorLayer.program(folder);
    String config = Files.readString(Layer.ROOT.resolve("collector-layer/config.yaml"));
    Files.writeString(function.resolve("unknown.yaml"), config.replace("telemetryapi:", "nosuch:"));
    Files.writeString(function.resolve("misspelt.yaml"), config.replace("endpoint:", "endpont:"));
    Files.writeString(function.resolve("empty.yaml"), "");
    Files.writeString(
        function.resolve("taken.yaml"),
        config.replaceFirst("localhost:.*", "localhost:" + takenPort));
    return CollectorLayer.function(folder, backend)
        .environment("OPENTELEMETRY_COLLECTOR_CONFIG_URI", uri);
  }

  @Test
  void noBackendIsConfigured() {
    try (OtlpSink backend = OtlpSink.start();
        LambdaEnvironment lambda =
            CollectorLayer.function(folder, backend)
                .environment("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "")
                .build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("[]");
      assertThat(CollectorLayer.lines(lambda))
          .anySatisfy(line -> assertThat(line).contains("either endpoint"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENTELEMETRY_EXTENSION_LOG_LEVEL, loud",
    "OTEL_LAMBDA_COLLECTOR_FLUSH_TIMEOUT, soon"
  })
  void badVariable_isIgnored_withALine(String variable, String value) {
    try (OtlpSink backend = OtlpSink.start();
        LambdaEnvironment lambda =
            CollectorLayer.function(folder, backend).environment(variable, value).build()) {
      lambda.invoke(CollectorLayer.exports("a"));
      assertThat(CollectorLayer.spanNames(backend)).containsExactly("a");
      assertThat(CollectorLayer.lines(lambda)).singleElement().asString().contains(variable);
    }
  }

  @Test
  void logLevel_isTheUsers() {
    try (OtlpSink backend = OtlpSink.start();
        LambdaEnvironment lambda =
            CollectorLayer.function(folder, backend)
                .environment("OPENTELEMETRY_EXTENSION_LOG_LEVEL", "info")
                .build()) {
      lambda.invoke("{}");
      assertThat(CollectorLayer.lines(lambda))
          .contains(
              "[otel] collector info: Everything is ready. Begin running and processing data.");
    }
  }

  @Test
  void itNeedsNoShell_norAnyLibrary() throws IOException {
    try (ZipFile layer = new ZipFile(CollectorLayer.zip().toFile())) {
      assertThat(layer.stream().map(entry -> entry.getName()))
          .filteredOn(name -> !name.startsWith("licenses/"))
          .containsExactlyInAnyOrder("collector-config/config.yaml", "extensions/collector");
      byte[] program = layer.getInputStream(layer.getEntry("extensions/collector")).readAllBytes();
      assertThat(program).startsWith(0x7f, 'E', 'L', 'F');
      assertThat(new String(program, java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("/lib64/ld-linux");
    }
  }
}
