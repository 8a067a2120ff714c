package io.opentelemetry.lambda.benchmarks.cli;

import io.opentelemetry.lambda.benchmarks.environment.Function;
import io.opentelemetry.lambda.benchmarks.environment.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which function is measured. */
final class MeasuredFunctionOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--function",
      paramLabel = "trivial|realistic|ZIP,HANDLER",
      description =
          "The function: one that does nothing, one that calls DynamoDB and an HTTP service and"
              + " logs, or any other.")
  private String function = "trivial";

  @Option(
      names = "--event",
      paramLabel = "FILE",
      description = "The event; by default one of API Gateway's.")
  private @Nullable Path event;

  @Option(
      names = "--services",
      description =
          "Starts what the realistic function calls, for any function: TABLE_NAME,"
              + " AWS_ENDPOINT_URL_DYNAMODB, SERVICE_URL and REDIS_PORT tell where it is.")
  private boolean services;

  Function function(Platform.Language language) {
    Function named = Usage.parse(spec, "--function", () -> Function.parse(function, language));
    Function parsed = services ? named.withServices() : named;
    if (event == null) {
      return parsed;
    }
    try {
      return parsed.withEvent(Files.readAllBytes(event));
    } catch (IOException e) {
      Usage.check(spec, /* condition= */ false, "--event " + event + " cannot be read: " + e);
      return parsed;
    }
  }
}
