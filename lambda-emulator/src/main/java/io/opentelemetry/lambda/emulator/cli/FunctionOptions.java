package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that describe a function and its environment. */
final class FunctionOptions {

  private static final String PROVIDED = "provided";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--function",
      paramLabel = "PATH",
      description = "The function's package: a jar, a zip, or a folder that holds what it would.")
  private @Nullable Path function;

  @Option(
      names = "--handler",
      paramLabel = "H",
      description =
          "The function's handler: package.Class, package.Class::method or file.function.")
  private @Nullable String handler;

  @Option(names = "--name", paramLabel = "NAME", description = "The function's name.")
  private String name = "function";

  @Option(names = "--memory", paramLabel = "MB", description = "The function's memory.")
  private int memoryMb = 512;

  @Option(names = "--timeout", paramLabel = "S", description = "The function's timeout in seconds.")
  private double timeoutSeconds = 30;

  @Option(
      names = "--start-type",
      paramLabel = "TYPE",
      description =
          "How the environment starts: on-demand, provisioned-concurrency, snap-start (its"
              + " hooks and time limits; the state is not copied) or managed-instances.")
  private String startType = "on-demand";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many events run at once in an environment of managed-instances.")
  private int concurrency = 1;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      description =
          "The runtime: java8.al2 to java25, python3.9 to python3.14, nodejs20.x to nodejs24.x,"
              + " ruby3.2 to ruby3.4, or provided, for a function that brings its own; by default"
              + " the one of the JDK.")
  private @Nullable String runtime;

  String name() {
    return name;
  }

  /** The function that the options describe. */
  LambdaEnvironmentBuilder builder(EnvironmentOptions common) {
    Path code = required(function, "--function");
    String handlerName = PROVIDED.equals(runtime) && handler == null ? "handler" : handler;
    Usage.check(
        spec, Files.exists(code), "--function " + code + ": there is no such file or folder");
    Usage.check(spec, memoryMb >= 128 && memoryMb <= 10240, "--memory is from 128 to 10240 MB");
    Usage.check(
        spec, timeoutSeconds > 0 && timeoutSeconds <= 900, "--timeout is up to 900 seconds");
    Usage.check(spec, concurrency >= 1 && concurrency <= 1600, "--concurrency is from 1 to 1600");
    LambdaEnvironmentBuilder builder =
        LambdaEnvironment.builder()
            .function(code, required(handlerName, "--handler"))
            .name(name)
            .memoryMb(memoryMb)
            .timeout(Duration.ofMillis(Math.round(timeoutSeconds * 1000)));
    if (PROVIDED.equals(runtime)) {
      builder.customRuntime();
    } else {
      common.setRuntime(builder, runtime);
    }
    setStartType(builder);
    return common.apply(builder);
  }

  private void setStartType(LambdaEnvironmentBuilder builder) {
    switch (startType) {
      case "on-demand" -> builder.startType(StartType.ON_DEMAND);
      case "provisioned-concurrency" -> builder.startType(StartType.PROVISIONED_CONCURRENCY);
      case "snap-start" -> builder.startType(StartType.SNAP_START);
      case "managed-instances" -> builder.managedInstances(concurrency);
      default ->
          throw Usage.error(
              spec,
              "--start-type "
                  + startType
                  + ": there are on-demand, provisioned-concurrency, snap-start and"
                  + " managed-instances");
    }
  }

  private <T> T required(@Nullable T value, String option) {
    if (value == null) {
      throw Usage.error(spec, "Missing required option: '" + option + "'");
    }
    return value;
  }
}
