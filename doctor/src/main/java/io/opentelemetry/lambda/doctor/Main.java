package io.opentelemetry.lambda.doctor;

import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import io.opentelemetry.lambda.emulator.commandline.Program;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line, and exits with its status. */
public final class Main {

  static final int OK = 0;
  static final int FOUND = 1;

  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Program.commandLine(
            "doctor", new DoctorCommand(), List.of(DoctorException.class, TemplateException.class))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private Main() {}
}
