package io.opentelemetry.lambda.tools.layer;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the sizes of layers, and fails if Lambda would refuse one. */
@Command(
    name = "size",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Prints the sizes of layers' zips, and fails if Lambda would refuse one.")
public final class SizeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ZIP", arity = "1..*", description = "the zips")
  private List<Path> zips;

  @Override
  public Integer call() {
    for (Path zip : zips) {
      spec.commandLine().getErr().println(LayerZip.of(zip).describe());
    }
    return 0;
  }
}
