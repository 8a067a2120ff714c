package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.commandline.Program;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line, and exits with its status. */
public final class Main {

  static final int OK = 0;
  static final int FUNCTION_FAILED = 1;

  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Program.commandLine(
        "lambda-emulator",
        new LocalCommand(),
        List.of(EmulatorException.class, TemplateException.class));
  }

  private Main() {}
}
