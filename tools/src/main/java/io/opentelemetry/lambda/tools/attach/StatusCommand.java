package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.Project;
import io.opentelemetry.lambda.tools.aws.AwsClients;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Lists which functions have which layers of this project. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lists for each function its runtime, the layers of this project that it has, who attached them, and what is outdated.")
public final class StatusCommand implements Callable<Integer> {

  private static final String LINE = "%-14s %-40s %-14s %-45s %s%n";

  @Spec private CommandSpec spec;

  @Mixin private FunctionSelection selection;

  @Option(
      names = "--layers-json",
      paramLabel = "FILE",
      description =
          "where publish has written the newest versions, by default layers.json; without it Lambda is asked")
  private Path layersFile = Project.file("layers.json");

  @Override
  public Integer call() {
    selection.check();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(LINE, "region", "function", "runtime", "layers", "state");
    int status = 0;
    for (String region : selection.regions()) {
      try (AwsClients aws = AwsClients.in(region)) {
        list(aws, out);
      } catch (SdkException e) {
        spec.commandLine().getErr().println(region + ": " + AwsErrors.describe(e));
        status = 1;
      }
    }
    return status;
  }

  private void list(AwsClients aws, PrintWriter out) {
    String region = aws.region().id();
    LambdaClient lambda = aws.lambda();
    DeployedFunctions functions = new DeployedFunctions(lambda);
    Map<String, Integer> newest =
        new LinkedHashMap<>(LayerCatalog.read(layersFile, region).newest());
    for (String name : selection.names(aws, lambda)) {
      FunctionState function = functions.read(name);
      List<String> layers =
          function.layers().stream()
              .filter(
                  layer ->
                      LayerName.isOurs(layer)
                          || newest.containsKey(LayerName.withoutVersion(layer)))
              .toList();
      String shown =
          layers.isEmpty()
              ? "-"
              : String.join(", ", layers.stream().map(LayerName::shorten).toList());
      out.printf(
          LINE,
          region,
          function.name(),
          function.isImage() ? "image" : function.runtime(),
          shown,
          state(function, layers, newest, functions));
    }
  }

  private static String state(
      FunctionState function,
      List<String> layers,
      Map<String, Integer> newest,
      DeployedFunctions functions) {
    if (layers.isEmpty()) {
      return "not attached";
    }
    String by;
    try {
      by = AttachRecord.of(function.tags()).isEmpty() ? "by hand" : "by attach";
    } catch (IllegalArgumentException e) {
      by = "its tags have been changed";
    }
    StringBuilder state = new StringBuilder(by);
    for (String layer : layers) {
      int last =
          newest.computeIfAbsent(LayerName.withoutVersion(layer), arn -> newestOf(functions, arn));
      if (last > LayerName.version(layer)) {
        state.append(", outdated: version ").append(last).append(" is there");
      }
    }
    return state.toString();
  }

  private static int newestOf(DeployedFunctions functions, String layerArn) {
    try {
      return functions.versions(layerArn).stream().mapToInt(Math::toIntExact).max().orElse(0);
    } catch (SdkException e) {
      return 0; // of another account, which does not tell
    }
  }
}
