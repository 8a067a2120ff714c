package io.opentelemetry.lambda.agent;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs the command line, and exits with its status. */
public final class Main {

  static final int OK = 0;
  static final int USAGE = 2;
  static final int BUILDER_FAILED = 3;

  public static void main(String[] arguments) {
    System.exit(commandLine(new BuildCommand()).execute(arguments));
  }

  /** A command line that reports in one line what the user can do something about. */
  public static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setParameterExceptionHandler(Main::reportUsage)
        .setExecutionExceptionHandler(Main::report);
  }

  private static int reportUsage(CommandLine.ParameterException thrown, String[] arguments) {
    CommandLine commandLine = thrown.getCommandLine();
    printError(commandLine, thrown.getMessage());
    commandLine.getErr().println("-h explains the options");
    return USAGE;
  }

  private static int report(
      Exception thrown, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (thrown instanceof AgentBuilderException) {
      printError(commandLine, thrown.getMessage());
      return USAGE;
    }
    printError(commandLine, "internal error, please report it");
    thrown.printStackTrace(commandLine.getErr());
    return BUILDER_FAILED;
  }

  private static void printError(CommandLine commandLine, @Nullable String message) {
    commandLine
        .getErr()
        .println(
            commandLine.getColorScheme().errorText(commandLine.getCommandName() + ": " + message));
  }

  private Main() {}
}
