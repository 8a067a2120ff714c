package io.opentelemetry.lambda.agent.buildtime;

/** Runs the command line, and exits with its status. */
public final class Main {

  public static void main(String[] arguments) {
    System.exit(
        io.opentelemetry.lambda.agent.Main.commandLine(new InstrumentCommand()).execute(arguments));
  }

  private Main() {}
}
