package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsClients;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnResponse;

/** Attaches layers to functions that are deployed. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Attaches the layer of their language to functions in AWS, and sets the variables that it needs.",
      "What the functions have stays; what is changed is remembered in tags of theirs, and detach undoes it.",
      "A function that has all of it is left alone, so that the same command also finishes a run that was interrupted."
    })
public final class AttachCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private FunctionSelection selection;

  @Mixin private AttachOptions options;

  @Mixin private RunOptions runOptions;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description =
          "instead of functions in AWS: those of a CloudFormation or AWS SAM template, whose text is"
              + " changed in place; what your version control has undoes it")
  private @Nullable Path template;

  @Override
  public Integer call() {
    options.check();
    runOptions.check();
    if (template != null) {
      selection.checkNone();
      return new TemplateCommand(options, runOptions, spec.commandLine())
          .attach(template, selection.region());
    }
    selection.check();
    try (ChangeRun run =
        new ChangeRun(
            "attach",
            selection,
            runOptions,
            spec.commandLine().getOut(),
            spec.commandLine().getErr())) {
      return run.run(this::plan, DeployedFunctions::attach);
    }
  }

  private ChangeRun.Plan plan(AwsClients aws) {
    String region = aws.region().id();
    LayerCatalog catalog =
        options.needsCatalog() ? LayerCatalog.read(options.layersFile(), region) : null;
    List<PublishedVersion> named = new ArrayList<>();
    for (String arn : options.layerArns()) {
      named.add(published(aws, arn));
    }
    String headers = headers(aws);
    return (function, functions) -> {
      if (function.isImage()) {
        throw new LeftOutException(
            "it is a container image, which takes no layers: the image has to bring them");
      }
      List<LayerChoice> choices = choices(function, catalog, named);
      if (choices.isEmpty()) {
        throw new LeftOutException("no layer is for " + function.runtime());
      }
      if (functions.isSigned(function)) {
        throw new LeftOutException(
            "its code has to be signed: publish the layer signed by the same profile, and attach it"
                + " by hand");
      }
      Map<String, String> variables = options.variables(choices, headers);
      return Change.attaching(function, new Wish(choices, variables));
    };
  }

  private List<LayerChoice> choices(
      FunctionState function, @Nullable LayerCatalog catalog, List<PublishedVersion> named) {
    List<LayerChoice> choices = new ArrayList<>();
    List<String> words = options.layersFor(function.runtime());
    if (catalog != null && !words.isEmpty()) {
      choices.addAll(catalog.choose(words, function.runtime(), function.architecture()));
    }
    for (PublishedVersion version : named) {
      if (version.isFor(function)) {
        choices.add(new LayerChoice(version.arn(), !version.arn().contains("collector")));
      }
    }
    return choices;
  }

  /** A version that an ARN names; runtimes and architectures are any where there is none. */
  private record PublishedVersion(String arn, List<String> runtimes, List<String> architectures) {

    boolean isFor(FunctionState function) {
      return (runtimes.isEmpty() || runtimes.contains(function.runtime()))
          && (architectures.isEmpty() || architectures.contains(function.architecture()));
    }
  }

  private static PublishedVersion published(AwsClients aws, String arn) {
    if (!LayerName.region(arn).equals(aws.region().id())) {
      throw ToolException.usage(
          "--layer "
              + arn
              + " is of another region than "
              + aws.region()
              + ", whose functions it"
              + " cannot serve");
    }
    try {
      GetLayerVersionByArnResponse version =
          aws.lambda().getLayerVersionByArn(request -> request.arn(arn));
      return new PublishedVersion(
          arn, version.compatibleRuntimesAsStrings(), version.compatibleArchitecturesAsStrings());
    } catch (SdkException e) {
      throw ToolException.environment(
          "--layer " + arn + " cannot be read: " + AwsErrors.describe(e));
    }
  }

  private @Nullable String headers(AwsClients aws) {
    String secret = options.headersSecret();
    if (secret == null) {
      return null;
    }
    String text;
    try {
      text = aws.secrets().getSecretValue(request -> request.secretId(secret)).secretString();
    } catch (SdkException e) {
      throw ToolException.environment(
          "--headers-secret " + secret + " cannot be read: " + AwsErrors.describe(e));
    }
    if (text == null || !text.contains("=")) {
      throw ToolException.usage(
          "--headers-secret " + secret + ": its text is no list of headers such as api-key=…");
    }
    return text.strip();
  }
}
