package io.opentelemetry.lambda.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that a command runs to its end. */
public final class Subprocess {

  private final ProcessBuilder builder;
  private String input = "";

  /** Prepares a program, in this program's folder and with its environment. */
  public static Subprocess of(String... words) {
    return of(List.of(words));
  }

  /** Prepares a program, in this program's folder and with its environment. */
  public static Subprocess of(List<String> words) {
    return new Subprocess(new ProcessBuilder(words).redirectErrorStream(true));
  }

  private Subprocess(ProcessBuilder builder) {
    this.builder = builder;
  }

  /** Sets the folder that it runs in. */
  public Subprocess in(Path folder) {
    builder.directory(folder.toFile());
    return this;
  }

  /** Adds variables to its environment. */
  public Subprocess with(Map<String, String> variables) {
    builder.environment().putAll(variables);
    return this;
  }

  /** Sets the text that it reads. */
  public Subprocess reading(String text) {
    input = text;
    return this;
  }

  /** Runs it, and lets it write to this program's own streams. */
  public int passOn() {
    builder.redirectErrorStream(false).inheritIO();
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw ToolException.environment(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * Runs it, and reads both of its streams.
   *
   * @throws ToolException if the program is not there
   */
  public Finished run() {
    try {
      Process process = builder.start();
      write(process);
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Finished(process.waitFor(), output);
    } catch (IOException e) {
      throw ToolException.environment(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void write(Process process) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // it has ended without reading all of it, and its status says whether that is a fault
    }
  }

  private static ToolException interrupted() {
    Thread.currentThread().interrupt();
    return ToolException.failure("interrupted");
  }

  /**
   * A program's end.
   *
   * @param output of both streams
   */
  public record Finished(int status, String output) {}
}
