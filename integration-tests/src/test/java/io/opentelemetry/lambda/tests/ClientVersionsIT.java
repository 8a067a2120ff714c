package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The calls of {@link ClientsIT} by other versions of the libraries, on each JDK. With {@code
 * -Dtests.all=true} by all that the libraries' descriptors name, otherwise by the oldest of each
 * library on the JDK that runs the tests.
 */
class ClientVersionsIT {

  private static final Path TARGET = Layer.ROOT.resolve("integration-tests/target");
  private static final Path FUNCTIONS =
      Layer.ROOT.resolve("integration-tests/clients/target/classes/functions");

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cells")
  void call_isTheAgents(ClientVersion version, Path jdk) throws Exception {
    try (ClientLayers layers = ClientLayers.start(function(version), jdk)) {
      for (String client : version.clients()) {
        layers.compare(client);
      }
    }
  }

  static Stream<Arguments> cells() throws IOException {
    boolean all = Boolean.getBoolean("tests.all");
    List<ClientVersion> versions = ClientVersion.readAll();
    List<Arguments> cells = new ArrayList<>();
    for (Path jdk : all ? Jdks.all() : List.of(Path.of(System.getProperty("java.home")))) {
      String previous = "";
      for (ClientVersion version : versions) {
        if (all || !version.library().equals(previous)) {
          cells.add(Arguments.of(version, jdk));
        }
        previous = version.library();
      }
    }
    return cells.stream();
  }

  /** The functions with just these libraries. */
  private static Path function(ClientVersion version) throws Exception {
    Path folder = TARGET.resolve("client-versions").resolve(version.toString());
    Path lib = folder.resolve("lib");
    if (!Files.isDirectory(lib)) {
      Files.createDirectories(folder);
      Path pom = Files.writeString(folder.resolve("pom.xml"), version.pom());
      Process maven =
          new ProcessBuilder(
                  Layer.ROOT.resolve("mvnw").toString(),
                  "-q",
                  "-B",
                  "-ntp",
                  "-f",
                  pom.toString(),
                  "org.apache.maven.plugins:maven-dependency-plugin:"
                      + System.getProperty("maven-dependency-plugin.version")
                      + ":copy-dependencies",
                  "-DoutputDirectory=" + lib)
              .redirectErrorStream(true)
              .start();
      String output = new String(maven.getInputStream().readAllBytes(), UTF_8);
      assertThat(maven.waitFor()).as(output).isZero();
    }
    Path functions = Files.createDirectories(folder.resolve("functions"));
    try (Stream<Path> classes = Files.list(FUNCTIONS)) {
      classes.forEach(source -> copy(source, functions.resolve(source.getFileName())));
    }
    return folder;
  }

  private static void copy(Path source, Path target) {
    try {
      Files.write(target, Files.readAllBytes(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
