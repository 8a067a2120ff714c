package io.opentelemetry.lambda.tools.sample;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts a function and layers where an image's Dockerfile takes them from. */
@Command(
    name = "stage",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Unpacks the sample's function and the layers into target/image.")
public final class StageCommand implements Callable<Integer> {

  @Parameters(description = "the sample's folder")
  private Path folder;

  @Mixin private LayerOptions layers;

  @Override
  public Integer call() {
    new ContainerImage(folder, layers.named()).stage();
    return 0;
  }
}
