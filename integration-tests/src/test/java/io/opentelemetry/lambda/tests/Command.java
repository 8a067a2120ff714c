package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs a program to its end. */
public final class Command {

  private final List<String> words;
  private final ProcessBuilder builder;

  public static Command of(String... words) {
    return new Command(new ArrayList<>(Arrays.asList(words)));
  }

  private Command(List<String> words) {
    this.words = words;
    this.builder = new ProcessBuilder(words).redirectErrorStream(true);
  }

  public Command with(String... arguments) {
    words.addAll(Arrays.asList(arguments));
    return this;
  }

  Command environment(Map<String, String> variables) {
    builder.environment().putAll(variables);
    return this;
  }

  Command input(Path file) {
    builder.redirectInput(file.toFile());
    return this;
  }

  public Finished run() throws IOException, InterruptedException {
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Finished(process.waitFor(), output);
  }

  /** Starts it, and leaves its end to the caller; its output goes into a file. */
  Process start(Path output) throws IOException {
    return builder.redirectOutput(output.toFile()).start();
  }

  /**
   * A command's outcome.
   *
   * @param output of both streams
   */
  public record Finished(int status, String output) {}
}
