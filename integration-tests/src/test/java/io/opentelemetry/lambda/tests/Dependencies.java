package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The jars of a project's dependencies, which Maven finds. */
final class Dependencies {

  /**
   * Copies them into a folder {@code lib}, unless those of the same project are there.
   *
   * @param folder of the project
   * @param pom its {@code pom.xml}
   * @param options of Maven
   * @return the folder {@code lib}
   */
  static Path copy(Path folder, String pom, String... options) throws Exception {
    Path lib = folder.resolve("lib");
    // written when all is there
    Path copied = folder.resolve("copied.xml");
    if (Files.exists(copied) && Files.readString(copied).equals(pom)) {
      return lib;
    }
    empty(Files.createDirectories(lib));
    Path file = Files.writeString(folder.resolve("pom.xml"), pom);
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        Layer.ROOT.resolve("mvnw").toString(),
        "-q",
        "-B",
        "-ntp",
        "-f",
        file.toString(),
        "org.apache.maven.plugins:maven-dependency-plugin:"
            + System.getProperty("maven-dependency-plugin.version")
            + ":copy-dependencies",
        "-DoutputDirectory=" + lib);
    Collections.addAll(command, options);
    Process maven = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(maven.getInputStream().readAllBytes(), UTF_8);
    assertThat(maven.waitFor()).as(output).isZero();
    Files.writeString(copied, pom);
    return lib;
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private Dependencies() {}
}
