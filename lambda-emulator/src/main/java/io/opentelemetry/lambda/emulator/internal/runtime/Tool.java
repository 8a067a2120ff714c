package io.opentelemetry.lambda.emulator.internal.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command of this machine, which is run to its end. */
final class Tool {

  private final List<String> command = new ArrayList<>();
  private final ProcessBuilder builder = new ProcessBuilder(command);

  static Tool of(Path program, String... arguments) {
    return new Tool(program.toString()).with(arguments);
  }

  /** The program of that name in one of the folders. */
  static Optional<Path> find(List<Path> folders, String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private Tool(String program) {
    command.add(program);
    builder.redirectErrorStream(true);
  }

  Tool with(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  Tool with(List<String> arguments) {
    command.addAll(arguments);
    return this;
  }

  Tool in(Path folder) {
    builder.directory(folder.toFile());
    return this;
  }

  Tool environment(Map<String, String> variables) {
    builder.environment().putAll(variables);
    return this;
  }

  /**
   * Runs the tool, and gives its output if it ends with 0; empty if it ends otherwise, or cannot be
   * run.
   */
  Optional<String> output() {
    try {
      Result result = run();
      return result.status() == 0 ? Optional.of(result.output()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Runs it for what it does.
   *
   * @param purpose what fails if it fails
   * @throws EmulatorException with the last lines that it wrote
   */
  void runFor(String purpose) {
    try {
      Result result = run();
      if (result.status() != 0) {
        throw new EmulatorException(
            purpose + ": \"" + String.join(" ", command) + "\" failed: " + end(result.output()));
      }
    } catch (IOException e) {
      throw new EmulatorException(purpose + ": " + e.getMessage(), e);
    }
  }

  private Result run() throws IOException {
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    }
  }

  private static String end(String output) {
    List<String> lines = output.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private record Result(int status, String output) {}
}
