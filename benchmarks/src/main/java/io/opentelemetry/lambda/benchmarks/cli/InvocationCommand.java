package io.opentelemetry.lambda.benchmarks.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

@Command(
    name = "invocation",
    description =
        "What a warm invocation costs in this project's code, and a client's call in its span, by"
            + " JMH, whose arguments it takes; -h explains them.")
final class InvocationCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
    return Main.OK;
  }
}
