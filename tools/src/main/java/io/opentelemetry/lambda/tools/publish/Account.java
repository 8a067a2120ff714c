package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsClients;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The account of the credentials, and its regions that are asked for.
 *
 * @param id twelve digits
 * @param regions of the account's partition, such as {@code us-east-1}
 */
record Account(String id, List<String> regions) {

  private static final List<String> ALL = List.of("all");
  private static final String DEFAULT_REGION = "us-east-1";

  /**
   * Asks AWS whose the credentials are, and which of its regions are meant.
   *
   * @param wanted regions, or {@code all}
   */
  static Account of(List<String> wanted) {
    boolean all = wanted.equals(ALL);
    try (AwsClients aws = AwsClients.in(all ? signInRegion() : wanted.get(0))) {
      String[] arn = identity(aws).split(":", -1);
      String partition = arn[1];
      List<String> regions = all ? enabled(aws) : wanted;
      List<String> ofPartition =
          regions.stream().filter(region -> isOf(partition, region)).toList();
      if (!all && !ofPartition.equals(wanted)) {
        throw ToolException.usage(
            "the credentials are of the partition "
                + partition
                + ", which has not all of the regions "
                + String.join(",", wanted));
      }
      return new Account(arn[4], ofPartition);
    }
  }

  private static String signInRegion() {
    String configured = AwsClients.configuredRegion();
    return configured == null ? DEFAULT_REGION : configured;
  }

  private static String identity(AwsClients aws) {
    try {
      return aws.sts().getCallerIdentity().arn();
    } catch (SdkException e) {
      throw ToolException.environment(
          "cannot sign in to " + aws.region() + ": " + AwsErrors.describe(e));
    }
  }

  private static List<String> enabled(AwsClients aws) {
    try {
      return aws.ec2().describeRegions().regions().stream()
          .map(region -> region.regionName())
          .toList();
    } catch (SdkException e) {
      throw ToolException.environment(
          "the account's regions cannot be listed: "
              + AwsErrors.describe(e)
              + "; name them by --regions");
    }
  }

  private static boolean isOf(String partition, String region) {
    return PartitionMetadata.of(Region.of(region)).id().equals(partition);
  }
}
