package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests a function that makes its calls in the virtual threads of a {@code StructuredTaskScope},
 * which is a preview of JDK 25: the function is compiled by that JDK.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StructuredTasksIT {

  private static final Path CLASSES =
      Layer.ROOT.resolve("integration-tests/clients/target/classes");
  private static final Path SOURCE = Path.of("src/test/jdk25/functions/StructuredCalls.java");

  private ClientLayers layers;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    List<Path> jdks = List.copyOf(Jdks.all());
    Path jdk = jdks.get(jdks.size() - 1);
    assumeThat(Jdks.version(jdk)).isEqualTo(25);
    Process compiler =
        new ProcessBuilder(
                jdk.resolve("bin/javac").toString(),
                "--release",
                "25",
                "--enable-preview",
                "-Xlint:-preview",
                "-cp",
                CLASSES.toString(),
                "-d",
                ClientFunction.unpacked(folder).toString(),
                SOURCE.toString())
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
    layers = ClientLayers.start(folder, jdk, Map.of("JAVA_TOOL_OPTIONS", "--enable-preview"));
  }

  @AfterAll
  void stop() {
    if (layers != null) {
      layers.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"structured.callable", "structured.runnable", "structured.nested"})
  void callOfATask_isBelowTheInvocation(String client) {
    layers.compareRemote(client);
  }
}
