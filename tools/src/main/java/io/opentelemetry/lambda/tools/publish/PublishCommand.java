package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.layer.LayerZip;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a layer's zip into an account, in any regions. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Puts the zip into the AWS account of your credentials, as a layer in each region, and reads it back.",
      "A version that is there already is not published again: a second run finishes what the first could not."
    })
public final class PublishCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private PublishOptions options;

  @Option(names = "--public", description = "every account may use it")
  private boolean isPublic;

  @Option(
      names = "--bucket",
      paramLabel = "BUCKET",
      description =
          "upload through S3, as zips of more than 50 MB must be; the bucket has to be in the region, {region} in its"
              + " name becomes the region's. The object is removed afterwards")
  private @Nullable String bucket;

  @Option(names = "--adopt", description = "also where versions of another origin have this name")
  private boolean adopt;

  @Override
  public Integer call() {
    options.check();
    LayerZip zip = LayerZip.of(options.zip());
    PrintWriter err = spec.commandLine().getErr();
    err.println(zip.describe());
    if (bucket == null) {
      zip.checkDirectUpload();
    }
    Account account = Account.of(options.regions());
    Regions regions = new Regions(account, options, err);
    regions.announce(spec.name(), zip.sha256Hex());
    LayersFile file = options.layersFile();
    Publication publication =
        new Publication(
            options,
            zip,
            new Publication.Choices(isPublic, adopt, bucket),
            file,
            account.regions().size(),
            err);
    return regions.forEach(publication::publish, file);
  }
}
