package io.opentelemetry.lambda.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * A program in a JVM of its own, of the JDK that runs Maven, that has ended.
 *
 * @param status its exit status
 * @param text what it has printed
 */
record JavaProcess(int status, String text) {

  static JavaProcess run(List<String> arguments) throws MojoExecutionException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // it ends before C2's code would pay
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new JavaProcess(process.waitFor(), text.stripTrailing());
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new MojoExecutionException("java could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    }
  }

  List<String> lines() {
    return text.lines().toList();
  }
}
