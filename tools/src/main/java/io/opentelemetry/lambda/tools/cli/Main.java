package io.opentelemetry.lambda.tools.cli;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.attach.AttachCommand;
import io.opentelemetry.lambda.tools.attach.DetachCommand;
import io.opentelemetry.lambda.tools.attach.StatusCommand;
import io.opentelemetry.lambda.tools.doctor.DoctorCommand;
import io.opentelemetry.lambda.tools.layer.SizeCommand;
import io.opentelemetry.lambda.tools.publish.PublishCommand;
import io.opentelemetry.lambda.tools.publish.UnpublishCommand;
import io.opentelemetry.lambda.tools.release.ReleaseCommand;
import io.opentelemetry.lambda.tools.release.UpstreamCommand;
import io.opentelemetry.lambda.tools.sample.DeleteCommand;
import io.opentelemetry.lambda.tools.sample.DeployCommand;
import io.opentelemetry.lambda.tools.sample.InvokeCommand;
import io.opentelemetry.lambda.tools.sample.StageCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the command that the first argument names, and exits with its status. */
@Command(
    name = "./run.sh",
    subcommands = {
      DoctorCommand.class,
      PublishCommand.class,
      UnpublishCommand.class,
      DeployCommand.class,
      InvokeCommand.class,
      DeleteCommand.class,
      StageCommand.class,
      SizeCommand.class,
      ReleaseCommand.class,
      UpstreamCommand.class,
      AttachCommand.class,
      DetachCommand.class,
      StatusCommand.class
    })
public final class Main {

  private static final int USAGE = 2;
  private static final int INTERNAL_ERROR = 3;

  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(commandLine().execute(arguments));
  }

  /** Makes the command line of all commands. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::reportUsage)
        .setExecutionExceptionHandler(Main::report);
  }

  private static int reportUsage(CommandLine.ParameterException thrown, String[] arguments) {
    CommandLine command = thrown.getCommandLine();
    printError(command, thrown.getMessage());
    command.getErr().println(command.getCommandName() + " -h explains the options");
    return USAGE;
  }

  private static int report(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    if (thrown instanceof ToolException explained) {
      printError(command, explained.getMessage());
      return explained.status();
    }
    printError(command, "internal error, please report it");
    thrown.printStackTrace(command.getErr());
    return INTERNAL_ERROR;
  }

  private static void printError(CommandLine command, @Nullable String message) {
    String line = command.getCommandName() + ": " + message;
    command.getErr().println(command.getColorScheme().errorText(line));
  }

  private Main() {}
}
