package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsClients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** The options that choose functions; one that any of them chooses is meant. */
final class FunctionSelection {

  @Parameters(paramLabel = "FUNCTION", arity = "0..*", description = "names or ARNs")
  private List<String> functions = new ArrayList<>();

  @Option(
      names = "--match",
      paramLabel = "REGEX",
      description = "functions whose name matches somewhere; ^ and $ are its ends")
  private @Nullable String match;

  @Option(
      names = "--tag",
      paramLabel = "K=V",
      description = "functions that have this tag; may be repeated, then all of them")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description = "the functions of a CloudFormation stack; may be repeated")
  private List<String> stacks = new ArrayList<>();

  @Option(
      names = {"--region", "--regions"},
      split = ",",
      paramLabel = "REGION",
      description = "in these regions, by default the one of AWS's settings")
  private List<String> regions = new ArrayList<>();

  void check() {
    if (functions.isEmpty() && !isPattern()) {
      throw ToolException.usage(
          "which functions? Name them, or choose by --match, --tag or --stack");
    }
    try {
      Pattern.compile(match == null ? "" : match);
    } catch (PatternSyntaxException e) {
      throw ToolException.usage("--match " + match + ": " + e.getDescription());
    }
  }

  /** Checks that no function in AWS is meant. */
  void checkNone() {
    if (!functions.isEmpty() || isPattern()) {
      throw ToolException.usage("--template is instead of functions in AWS: name either");
    }
  }

  /** Gets the only region. */
  String region() {
    String region = regions.size() == 1 ? regions.get(0) : AwsClients.configuredRegion();
    if (regions.size() > 1 || region == null) {
      throw ToolException.usage("in which region are the layers? --region REGION or AWS_REGION");
    }
    return region;
  }

  private boolean isPattern() {
    return match != null || !tags.isEmpty() || !stacks.isEmpty();
  }

  /** Gets the regions that are named, also by ARNs. */
  Set<String> regions() {
    Set<String> all = new LinkedHashSet<>(regions);
    functions.stream().filter(FunctionSelection::isArn).map(LayerName::region).forEach(all::add);
    boolean needsOne = isPattern() || functions.stream().anyMatch(name -> !isArn(name));
    if (regions.isEmpty() && needsOne) {
      String configured = AwsClients.configuredRegion();
      if (configured == null) {
        throw ToolException.usage("in which region? --region REGION or AWS_REGION");
      }
      all.add(configured);
    }
    return all;
  }

  private static boolean isArn(String function) {
    return function.startsWith("arn:");
  }

  /** Asks for the names of the functions in one region. */
  Set<String> names(AwsClients aws, LambdaClient lambda) {
    String region = aws.region().id();
    Set<String> names = new LinkedHashSet<>();
    for (String function : functions) {
      if (!isArn(function) || LayerName.region(function).equals(region)) {
        names.add(function);
      }
    }
    stacks.forEach(stack -> addOfStack(aws, stack, names));
    if (match != null || !tags.isEmpty()) {
      Pattern pattern = Pattern.compile(match == null ? "" : match);
      lambda.listFunctionsPaginator().functions().stream()
          .filter(function -> pattern.matcher(function.functionName()).find())
          .filter(function -> hasTags(lambda, function))
          .map(FunctionConfiguration::functionName)
          .forEach(names::add);
    }
    return names;
  }

  private static void addOfStack(AwsClients aws, String stack, Set<String> names) {
    aws
        .cloudFormation()
        .listStackResourcesPaginator(request -> request.stackName(stack))
        .stackResourceSummaries()
        .stream()
        .filter(resource -> resource.resourceType().equals("AWS::Lambda::Function"))
        .map(StackResourceSummary::physicalResourceId)
        .filter(id -> id != null && !id.isEmpty())
        .forEach(names::add);
  }

  private boolean hasTags(LambdaClient lambda, FunctionConfiguration function) {
    return tags.isEmpty()
        || lambda
            .listTags(request -> request.resource(function.functionArn()))
            .tags()
            .entrySet()
            .containsAll(tags.entrySet());
  }
}
