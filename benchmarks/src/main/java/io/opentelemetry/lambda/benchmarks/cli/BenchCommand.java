package io.opentelemetry.lambda.benchmarks.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "./run.sh bench",
    description = "Measures what layers cost. Figures of one run compare; they promise nothing.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    subcommands = {
      ColdCommand.class,
      LatencyCommand.class,
      CallsCommand.class,
      InvocationCommand.class,
      CapacityCommand.class
    },
    footer = {"", "Exit status: 0 done, 2 a usage error, 3 there is nothing to measure."})
final class BenchCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec given = Usage.given(spec);
    given.commandLine().usage(given.commandLine().getOut());
    return Main.OK;
  }
}
