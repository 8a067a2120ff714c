package io.opentelemetry.lambda.gradle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Gradle of this machine, with a home of its own, in a project's folder. */
final class Gradle {

  private static final Path HOME = Path.of("target/gradle-home").toAbsolutePath();

  private final Path project;

  /**
   * Finds a Gradle that runs on the JDK of the build. The test is skipped where there is none, but
   * in CI only if Gradle is there and too old for this JDK.
   */
  static Gradle require(Path project) throws InterruptedException {
    Gradle gradle = new Gradle(project);
    try {
      String text = gradle.run("--version");
      assumeThat(text).as("Gradle on this JDK").contains("Gradle ");
      return gradle;
    } catch (IOException e) {
      assertThat(System.getenv("CI") == null || System.getenv("WITHOUT_GRADLE") != null)
          .as("a Gradle on the PATH: apt-get install gradle")
          .isTrue();
      return abort("no Gradle on the PATH: apt-get install gradle");
    }
  }

  private Gradle(Path project) {
    this.project = project;
  }

  /** Runs a build, failing or not, and returns what it prints. */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("gradle", "--offline", "--console=plain"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    builder.environment().put("GRADLE_USER_HOME", HOME.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return text;
  }
}
