package io.opentelemetry.lambda.doctor;

import io.opentelemetry.lambda.emulator.EmulatorException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs the command line, and exits with its status. */
public final class Main {

  static final int OK = 0;
  static final int FOUND = 1;
  static final int USAGE = 2;
  static final int FAILED = 3;

  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new DoctorCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::reportUsage)
        .setExecutionExceptionHandler(Main::report);
  }

  private static int reportUsage(CommandLine.ParameterException thrown, String[] arguments) {
    printError(thrown.getCommandLine(), thrown.getMessage());
    thrown.getCommandLine().getErr().println("-h explains the options");
    return USAGE;
  }

  private static int report(
      Exception thrown, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (thrown instanceof DoctorException || thrown instanceof EmulatorException) {
      printError(commandLine, thrown.getMessage());
    } else {
      printError(commandLine, "internal error, please report it");
      thrown.printStackTrace(commandLine.getErr());
    }
    return FAILED;
  }

  private static void printError(CommandLine commandLine, @Nullable String message) {
    commandLine.getErr().println(commandLine.getColorScheme().errorText("doctor: " + message));
  }

  private Main() {}
}
