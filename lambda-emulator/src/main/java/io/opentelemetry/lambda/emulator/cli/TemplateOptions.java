package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.cloudformation.Template;
import io.opentelemetry.lambda.cloudformation.TemplateFunction;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.internal.runtime.Language;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that take functions out of a template. */
final class TemplateOptions {

  /** AWS's own, for one vCPU. */
  private static final int DEFAULT_CONCURRENCY = 32;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "A CloudFormation or AWS SAM template, whose functions are all served.")
  private @Nullable Path template;

  @Option(
      names = "--parameter",
      paramLabel = "K=V",
      description = "The value of one of the template's parameters; may be repeated.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--template-layer",
      paramLabel = "LAYER=ZIP",
      description =
          "The zip of a layer of the template, by its ARN, the name in its ARN, or the parameter"
              + " that has it; may be repeated.")
  private Map<String, Path> layers = new LinkedHashMap<>();

  boolean isGiven() {
    return template != null;
  }

  /**
   * The template's functions by their names.
   *
   * @param warnings takes a line for each thing that is not as it would be in AWS
   */
  Map<String, LambdaEnvironmentBuilder> builders(
      EnvironmentOptions common, Consumer<String> warnings) {
    if (template == null) {
      throw new IllegalStateException("--template is not given");
    }
    Template read = Template.read(template, parameters, layers);
    read.warnings().forEach(warnings);
    Map<String, LambdaEnvironmentBuilder> builders = new LinkedHashMap<>();
    for (TemplateFunction function : read.functions()) {
      if (isManaged(function) || isCustom(function)) {
        builders.put(function.name(), common.apply(builder(function, common)));
      } else {
        warnings.accept(
            function.name()
                + " is left out: its runtime "
                + function.runtime()
                + " cannot run here");
      }
    }
    if (builders.isEmpty()) {
      throw new EmulatorException(template + " has no function that can run here");
    }
    return builders;
  }

  private static LambdaEnvironmentBuilder builder(
      TemplateFunction function, EnvironmentOptions common) {
    LambdaEnvironmentBuilder builder =
        LambdaEnvironment.builder()
            .name(function.name())
            .function(function.code(), function.handler())
            .memoryMb(function.memoryMb())
            .timeout(function.timeout())
            .tracing(function.activeTracing());
    function.layers().forEach(builder::layer);
    function.environment().forEach(builder::environment);
    if (isManaged(function)) {
      common.setRuntime(builder, function.runtime());
    } else {
      builder.customRuntime();
    }
    return switch (function.startMode()) {
      case ON_DEMAND -> builder.startType(StartType.ON_DEMAND);
      case PROVISIONED_CONCURRENCY -> builder.startType(StartType.PROVISIONED_CONCURRENCY);
      case SNAP_START -> builder.startType(StartType.SNAP_START);
      case MANAGED_INSTANCES ->
          builder.managedInstances(function.maxConcurrency().orElse(DEFAULT_CONCURRENCY));
    };
  }

  private static boolean isManaged(TemplateFunction function) {
    return Language.ofRuntime(function.runtime()).isPresent();
  }

  private static boolean isCustom(TemplateFunction function) {
    return function.runtime().startsWith("provided");
  }
}
