package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.layer.LayerZip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes the versions that are a layer's zip. */
@Command(
    name = "unpublish",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Deletes the versions of the layer that are this zip, in each region, after it has asked.")
public final class UnpublishCommand implements Callable<Integer> {

  private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");

  @Spec private CommandSpec spec;

  @Mixin private PublishOptions options;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "those with this sum, which layers.json has, instead of the zip's")
  private @Nullable String sha256;

  @Option(names = "--yes", description = "does not ask")
  private boolean yes;

  @Override
  public Integer call() {
    options.check();
    String sum = sum();
    PrintWriter err = spec.commandLine().getErr();
    Regions regions = new Regions(Account.of(options.regions()), options, err);
    regions.announce(spec.name(), sum);
    LayersFile file = options.layersFile();
    Map<String, List<String>> found = new ConcurrentSkipListMap<>();
    int status =
        regions.forEach(
            region -> found.put(region.name(), region.layerVersions(options.name()).withSum(sum)),
            file);
    if (status != 0) {
      return status;
    }
    List<String> arns = found.values().stream().flatMap(List::stream).toList();
    if (arns.isEmpty()) {
      err.println("there is nothing to delete");
      return 0;
    }
    if (!yes && !options.isDryRun()) {
      ask(arns, err);
    }
    return regions.forEach(
        region -> delete(region, found.getOrDefault(region.name(), List.of()), file, err), file);
  }

  private String sum() {
    if (sha256 == null) {
      return LayerZip.of(options.zip()).sha256Hex();
    }
    if (!SUM.matcher(sha256).matches()) {
      throw ToolException.usage("--sha256 " + sha256 + ": 64 hexadecimal digits make a sum");
    }
    return sha256;
  }

  private void ask(List<String> arns, PrintWriter err) {
    arns.forEach(err::println);
    err.println("Functions that have them keep them, but cannot be given them again.");
    err.print("Delete these layer versions? (yes/no) ");
    err.flush();
    try {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      if (!"yes".equals(reader.readLine())) {
        throw ToolException.failure("nothing was deleted");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(PublishRegion region, List<String> arns, LayersFile file, PrintWriter err) {
    for (String arn : arns) {
      if (options.isDryRun()) {
        err.println(region.name() + ": " + arn + " would be deleted");
      } else {
        region.layerVersions(options.name()).delete(arn);
        file.forget(arn);
        err.println(region.name() + ": deleted: " + arn);
      }
    }
  }
}
