package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.emulator.EmulatorException;
import picocli.CommandLine;

/** Runs the command line, and exits with its status. */
public final class Main {

  static final int OK = 0;
  static final int FUNCTION_FAILED = 1;
  static final int USAGE = 2;
  static final int EMULATOR_FAILED = 3;

  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(
        new CommandLine(new LocalCommand())
            .setExecutionExceptionHandler(Main::report)
            .execute(arguments));
  }

  private static int report(
      Exception thrown, CommandLine commandLine, CommandLine.ParseResult parsed) {
    String message =
        thrown instanceof EmulatorException ? thrown.getMessage() : "internal error: " + thrown;
    commandLine
        .getErr()
        .println(commandLine.getColorScheme().errorText("lambda-emulator: " + message));
    if (!(thrown instanceof EmulatorException)) {
      thrown.printStackTrace(commandLine.getErr());
    }
    return EMULATOR_FAILED;
  }

  private Main() {}
}
