package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.ToolException;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.LayerVersionContentInput;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * The versions of a layer in one region. A version's description names its zip's SHA-256, as
 * Lambda's list of versions has no other sum.
 */
final class LayerVersions {

  private static final String SUM = "sha256:";
  private static final Pattern PUBLIC = Pattern.compile("\"Principal\"\\s*:\\s*\"\\*\"");

  private final LambdaClient lambda;
  private final String name;

  LayerVersions(LambdaClient lambda, String name) {
    this.lambda = lambda;
    this.name = name;
  }

  /** Gets the ARNs of the versions that have a sum, the newest first. */
  List<String> withSum(String sha256) {
    return arns(list(), SUM + sha256);
  }

  /**
   * Gets the ARNs of the versions that have a sum, the newest first.
   *
   * @throws ToolException if there are versions, but none of this project's
   */
  List<String> ownWithSum(String sha256) {
    List<LayerVersionsListItem> versions = list();
    if (!versions.isEmpty() && arns(versions, SUM).isEmpty()) {
      throw ToolException.failure(
          "there is a layer %s of another origin, %s: choose another --name, or say --adopt"
              .formatted(name, versions.get(0).layerVersionArn()));
    }
    return arns(versions, SUM + sha256);
  }

  private List<LayerVersionsListItem> list() {
    try {
      return lambda.listLayerVersionsPaginator(request -> request.layerName(name)).stream()
          .flatMap(page -> page.layerVersions().stream())
          .toList();
    } catch (ResourceNotFoundException e) {
      return List.of();
    }
  }

  private static List<String> arns(List<LayerVersionsListItem> versions, String description) {
    return versions.stream()
        .filter(version -> String.valueOf(version.description()).contains(description))
        .map(LayerVersionsListItem::layerVersionArn)
        .toList();
  }

  /** Publishes a version, and returns its ARN. */
  String publish(LayerVersionContentInput content, LayerDescription description) {
    return lambda
        .publishLayerVersion(
            request -> {
              request
                  .layerName(name)
                  .content(content)
                  .description(description.text() + " " + SUM + description.sha256())
                  .licenseInfo("Apache-2.0")
                  .compatibleArchitectures(
                      description.architectures().stream().map(Architecture::fromValue).toList());
              if (!description.runtimes().isEmpty()) {
                request.compatibleRuntimesWithStrings(description.runtimes());
              }
            })
        .layerVersionArn();
  }

  /** Gets the sum that Lambda has of a version's zip, in Base64. */
  String readSum(String arn) {
    try {
      return lambda.getLayerVersionByArn(request -> request.arn(arn)).content().codeSha256();
    } catch (SdkException e) {
      throw new RegionException(arn + " is there, but cannot be read back", e);
    }
  }

  boolean isPublic(String arn) {
    try {
      String policy =
          lambda
              .getLayerVersionPolicy(request -> request.layerName(name).versionNumber(number(arn)))
              .policy();
      return PUBLIC.matcher(policy).find();
    } catch (ResourceNotFoundException e) {
      return false;
    }
  }

  /** Lets every account use a version. */
  void makePublic(String arn) {
    try {
      lambda.addLayerVersionPermission(
          request ->
              request
                  .layerName(name)
                  .versionNumber(number(arn))
                  .statementId("public")
                  .principal("*")
                  .action("lambda:GetLayerVersion"));
      if (isPublic(arn)) {
        return;
      }
    } catch (SdkException e) {
      throw new RegionException(arn + " is published, but not public", e);
    }
    throw ToolException.failure(arn + " is published, but not public: its policy does not say so");
  }

  void delete(String arn) {
    try {
      lambda.deleteLayerVersion(request -> request.layerName(name).versionNumber(number(arn)));
    } catch (SdkException e) {
      throw new RegionException(arn + " is still there", e);
    }
  }

  private static long number(String arn) {
    return Long.parseLong(arn.substring(arn.lastIndexOf(':') + 1));
  }
}
