package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.Project;
import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that publishing and unpublishing have in common. */
final class PublishOptions {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,140}");

  @Parameters(hidden = true, description = "the layer, which run.sh names")
  private BuiltLayer layer;

  @Option(
      names = "--regions",
      required = true,
      split = ",",
      paramLabel = "REGION",
      description =
          "the regions, or all: those that the account has enabled, of the partition that it is of")
  private List<String> regions;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "the layer's name, by default the zip's without -layer; a Collector's ends with its"
              + " architecture")
  private @Nullable String name;

  @Option(
      names = "--zip",
      paramLabel = "FILE",
      description = "another zip than the one that is built")
  private @Nullable Path zip;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "the zip of the usual name in a folder, such as target/release")
  private @Nullable Path from;

  @Option(names = "--dry-run", description = "says what would be done, and changes nothing")
  private boolean dryRun;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "8",
      description = "so many regions at a time, by default ${DEFAULT-VALUE}")
  private int jobs;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "where the ARNs are written, by default layers.json")
  private Path json = Project.file("layers.json");

  @Option(
      names = "--readme",
      paramLabel = "FILE",
      description = "where the table of the public ones is, by default docs/layer-arns.md")
  private Path readme = Project.file("docs/layer-arns.md");

  void check() {
    if (!NAME.matcher(name()).matches()) {
      throw ToolException.usage(
          "--name " + name + ": at most 140 letters, digits, - and _ make a name");
    }
    if (jobs < 1) {
      throw ToolException.usage("--jobs " + jobs + ": how many?");
    }
  }

  BuiltLayer layer() {
    return layer;
  }

  List<String> regions() {
    return regions;
  }

  String name() {
    return name == null ? layer.publishedName() : layer.publishedAs(name);
  }

  Path zip() {
    if (zip != null) {
      return zip;
    }
    return from == null ? layer.zip() : from.resolve(layer.zip().getFileName());
  }

  boolean isDryRun() {
    return dryRun;
  }

  int jobs() {
    return jobs;
  }

  LayersFile layersFile() {
    return new LayersFile(json, new ArnTable(readme));
  }
}
