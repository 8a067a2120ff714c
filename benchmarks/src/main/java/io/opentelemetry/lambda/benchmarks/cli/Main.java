package io.opentelemetry.lambda.benchmarks.cli;

import io.opentelemetry.lambda.benchmarks.environment.BenchmarkException;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.commandline.Program;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line, and exits with its status. */
public final class Main {

  static final int OK = 0;

  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Program.commandLine(
        "bench", new BenchCommand(), List.of(BenchmarkException.class, EmulatorException.class));
  }

  private Main() {}
}
