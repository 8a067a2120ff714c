package io.opentelemetry.lambda.tools.sample;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsClients;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options by which a sample's stack is found. */
final class SampleOptions {

  private static final int MAX_BUCKET_NAME = 63; // letters, says S3

  @Parameters(hidden = true, description = "the sample's folder, which run.sh names")
  private Path folder;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "the region, by default AWS_REGION or the AWS CLI's")
  private @Nullable String region;

  @Option(
      names = "--stack",
      defaultValue = "${env:STACK_NAME}",
      paramLabel = "NAME",
      description = "the stack, by default STACK_NAME or otel-sample-SAMPLE")
  private @Nullable String stack;

  Path folder() {
    return folder;
  }

  /** Gets the sample's name, such as {@code sqs}. */
  String sample() {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }

  String stack() {
    return stack == null || stack.isEmpty() ? "otel-sample-" + sample() : stack;
  }

  String region() {
    return AwsClients.regionOf(region);
  }

  /** Gets the name of the stack's bucket, which no other account has. */
  String bucket(String account) {
    String bucket = (stack() + "-" + account + "-" + region()).toLowerCase(Locale.ROOT);
    int tooLong = bucket.length() - MAX_BUCKET_NAME;
    if (tooLong > 0) {
      throw ToolException.usage(
          "--stack %s: the name is %d letters too long for a bucket's".formatted(stack(), tooLong));
    }
    return bucket;
  }
}
