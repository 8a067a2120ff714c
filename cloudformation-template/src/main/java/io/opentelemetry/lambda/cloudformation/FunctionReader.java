package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.evaluation.Evaluator;
import io.opentelemetry.lambda.cloudformation.evaluation.Resource;
import io.opentelemetry.lambda.cloudformation.evaluation.UnresolvedException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a function of a resource's properties, with CloudFormation's defaults and limits. */
final class FunctionReader {

  private static final String CAPACITY_PROVIDER = "CapacityProviderConfig";
  private static final String MANAGED_INSTANCES = "LambdaManagedInstancesCapacityProviderConfig";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
  private static final Set<String> ARCHITECTURES = Set.of("x86_64", "arm64");

  private final Evaluator evaluator;
  private final LocalFiles files;
  private final Layers layers;
  private final Set<String> provisioned;
  private final List<String> warnings;

  /**
   * @param provisioned the names of functions that have provisioned concurrency
   * @param warnings takes a line for each environment variable that is left empty
   */
  FunctionReader(
      Evaluator evaluator,
      LocalFiles files,
      Layers layers,
      Set<String> provisioned,
      List<String> warnings) {
    this.evaluator = evaluator;
    this.files = files;
    this.layers = layers;
    this.provisioned = provisioned;
    this.warnings = warnings;
  }

  TemplateFunction read(Resource resource, Properties properties) {
    String name = name(resource);
    StartMode startMode = startMode(name, properties);
    return new TemplateFunction(
        resource.logicalId(),
        name,
        FunctionCode.of(resource, properties).find(files),
        properties.requiredText("Handler"),
        properties.requiredText("Runtime"),
        layers.find(properties.list("Layers")),
        FunctionEnvironment.read(properties, warnings),
        memoryMb(startMode, properties),
        timeout(properties),
        architectures(properties),
        startMode,
        maxConcurrency(properties),
        hasActiveTracing(properties));
  }

  DeclaredFunction declaration(Resource resource, Properties properties) {
    return new DeclaredFunction(
        resource.logicalId(),
        Objects.requireNonNullElse(properties.text("Handler"), ""),
        Objects.requireNonNullElse(properties.text("Runtime"), ""),
        properties.list("Layers").stream().map(this::arn).toList(),
        FunctionEnvironment.read(properties, warnings),
        memoryMb(startMode(resource.logicalId(), properties), properties),
        timeout(properties),
        architectures(properties));
  }

  /** The ARN of a layer; empty where it is known in AWS only. */
  private String arn(Value layer) {
    try {
      return evaluator.text(layer);
    } catch (UnresolvedException e) {
      return "";
    }
  }

  private String name(Resource resource) {
    String name = evaluator.references().name(resource);
    if (!NAME.matcher(name).matches()) {
      Value given = resource.name();
      Location location = given == null ? resource.location() : given.location();
      throw location.error(
          "'" + name + "' is no name of a function: up to 64 letters, digits, - and _");
    }
    return name;
  }

  private StartMode startMode(String name, Properties properties) {
    if (properties.has(CAPACITY_PROVIDER)) {
      return StartMode.MANAGED_INSTANCES;
    }
    if ("PublishedVersions".equals(properties.properties("SnapStart").text("ApplyOn"))) {
      return StartMode.SNAP_START;
    }
    return properties.has(ProvisionedConcurrency.PROPERTY) || provisioned.contains(name)
        ? StartMode.PROVISIONED_CONCURRENCY
        : StartMode.ON_DEMAND;
  }

  private static int memoryMb(StartMode startMode, Properties properties) {
    return properties.integer("MemorySize", 128, 128, maxMemoryMb(startMode));
  }

  private static Duration timeout(Properties properties) {
    return Duration.ofSeconds(properties.integer("Timeout", 3, 1, 900));
  }

  private static int maxMemoryMb(StartMode startMode) {
    return startMode == StartMode.MANAGED_INSTANCES ? 32_768 : 10_240;
  }

  private List<String> architectures(Properties properties) {
    if (!properties.has("Architectures")) {
      return List.of("x86_64");
    }
    List<String> architectures =
        properties.list("Architectures").stream().map(evaluator::text).toList();
    if (!ARCHITECTURES.containsAll(architectures)) {
      throw properties.location("Architectures").error("there are x86_64 and arm64 only");
    }
    return architectures;
  }

  /** CloudFormation has it one level deeper than AWS SAM. */
  private static OptionalInt maxConcurrency(Properties properties) {
    Properties provider = properties.properties(CAPACITY_PROVIDER);
    Properties instances =
        provider.has(MANAGED_INSTANCES) ? provider.properties(MANAGED_INSTANCES) : provider;
    int maxConcurrency = instances.integer("PerExecutionEnvironmentMaxConcurrency", 0, 1, 1_600);
    return maxConcurrency == 0 ? OptionalInt.empty() : OptionalInt.of(maxConcurrency);
  }

  private static boolean hasActiveTracing(Properties properties) {
    return "Active".equals(properties.text("Tracing"))
        || "Active".equals(properties.properties("TracingConfig").text("Mode"));
  }
}
