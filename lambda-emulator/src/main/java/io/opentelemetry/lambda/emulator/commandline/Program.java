package io.opentelemetry.lambda.emulator.commandline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A program that says what is wrong in one line, and exits with 2 for its usage, 3 otherwise. */
public final class Program {

  private static final int USAGE = 2;
  private static final int FAILED = 3;

  private final String name;
  private final List<Class<? extends Exception>> explained;

  /**
   * Makes a command's command line.
   *
   * @param name what a line of an error begins with
   * @param explained exceptions whose message is for the user
   */
  public static CommandLine commandLine(
      String name, Object command, List<Class<? extends Exception>> explained) {
    Program program = new Program(name, explained);
    return new CommandLine(command)
        .setParameterExceptionHandler(program::reportUsage)
        .setExecutionExceptionHandler(program::report);
  }

  private Program(String name, List<Class<? extends Exception>> explained) {
    this.name = name;
    this.explained = explained;
  }

  private int reportUsage(CommandLine.ParameterException thrown, String[] arguments) {
    CommandLine commandLine = thrown.getCommandLine();
    printError(commandLine, thrown.getMessage());
    commandLine.getErr().println("-h explains the options");
    return USAGE;
  }

  private int report(Exception thrown, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (explained.stream().anyMatch(type -> type.isInstance(thrown))) {
      printError(commandLine, thrown.getMessage());
    } else {
      printError(commandLine, "internal error, please report it");
      thrown.printStackTrace(commandLine.getErr());
    }
    return FAILED;
  }

  private void printError(CommandLine commandLine, @Nullable String message) {
    commandLine.getErr().println(commandLine.getColorScheme().errorText(name + ": " + message));
  }
}
