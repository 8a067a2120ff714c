package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.ToolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say how functions are changed. */
final class RunOptions {

  @Option(names = "--dry-run", description = "shows what would be changed, and changes nothing")
  private boolean dryRun;

  @Option(
      names = {"--yes", "-y"},
      description = "does not ask before it changes something")
  private boolean yes;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "8",
      description = "so many functions at a time, by default ${DEFAULT-VALUE}")
  private int jobs;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description =
          "how long one answer of AWS is waited for before it is asked again, by default"
              + " ${DEFAULT-VALUE}")
  private int patience;

  void check() {
    if (jobs < 1) {
      throw ToolException.usage("--jobs " + jobs + ": how many?");
    }
    if (patience < 1) {
      throw ToolException.usage("--patience " + patience + ": how many seconds?");
    }
  }

  boolean isDryRun() {
    return dryRun;
  }

  /** Asks whether so many functions shall be changed, unless that is agreed already. */
  boolean isAgreed(String command, long count, PrintWriter err) {
    if (yes) {
      return true;
    }
    err.print(
        command + ": change " + count + (count == 1 ? " function" : " functions") + "? [y/N] ");
    err.flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      if (answer == null) {
        err.println();
        throw ToolException.usage("nobody is there to ask: --yes changes without");
      }
      return answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int jobs() {
    return jobs;
  }

  int patience() {
    return patience;
  }
}
