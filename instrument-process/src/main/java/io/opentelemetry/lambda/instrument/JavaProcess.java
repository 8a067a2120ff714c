package io.opentelemetry.lambda.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in a JVM of its own, of the JDK that runs the build tool, that has ended.
 *
 * @param status its exit status
 * @param text what it has printed
 */
record JavaProcess(int status, String text) {

  static JavaProcess run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // it ends before C2's code would pay
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new JavaProcess(process.waitFor(), text.stripTrailing());
    } finally {
      process.destroy();
    }
  }

  List<String> lines() {
    return text.lines().toList();
  }
}
