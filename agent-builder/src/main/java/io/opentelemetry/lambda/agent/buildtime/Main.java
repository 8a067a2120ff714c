package io.opentelemetry.lambda.agent.buildtime;

import java.util.TimeZone;

/** Runs the command line, and exits with its status. */
public final class Main {

  public static void main(String[] arguments) {
    // zips have local times, and the same function gives the same bytes everywhere
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    System.exit(
        io.opentelemetry.lambda.agent.Main.commandLine(new InstrumentCommand()).execute(arguments));
  }

  private Main() {}
}
