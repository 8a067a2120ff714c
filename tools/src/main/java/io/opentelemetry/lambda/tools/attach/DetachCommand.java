package io.opentelemetry.lambda.tools.attach;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Undoes what attach has done. */
@Command(
    name = "detach",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Gives functions back the layers and variables that they had before attach.",
      "What somebody has changed since then stays, and is named."
    })
public final class DetachCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private FunctionSelection selection;

  @Mixin private RunOptions runOptions;

  @Override
  public Integer call() {
    selection.check();
    runOptions.check();
    try (ChangeRun run =
        new ChangeRun(
            "detach",
            selection,
            runOptions,
            spec.commandLine().getOut(),
            spec.commandLine().getErr())) {
      return run.run(
          aws -> (function, functions) -> Change.detaching(function), DeployedFunctions::detach);
    }
  }
}
