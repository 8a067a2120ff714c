package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The function with all clients, and one that calls in virtual threads and in the threads of a
 * {@code StructuredTaskScope}, which is a preview of JDK 25: it is compiled by that JDK.
 */
final class Jdk25Function {

  private static final Path CLASSES =
      Layer.ROOT.resolve("integration-tests/clients/target/classes");
  private static final Path SOURCE = Path.of("src/test/jdk25/functions/StructuredCalls.java");

  /** Finds the JDK; the test is skipped where it is not there. */
  static Path jdk() {
    List<Path> jdks = List.copyOf(Jdks.all());
    Path jdk = jdks.get(jdks.size() - 1);
    assumeThat(Jdks.version(jdk)).isEqualTo(25);
    return jdk;
  }

  static Path compile(Path folder) throws IOException, InterruptedException {
    Process compiler =
        new ProcessBuilder(
                jdk().resolve("bin/javac").toString(),
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
    return folder;
  }

  private Jdk25Function() {}
}
