package io.opentelemetry.lambda.tools.publish;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One layer of one region in {@code layers.json}.
 *
 * @param name the layer's, without a version
 * @param arn with the version
 * @param isPublic whether every account may use it
 * @param sha256 of the zip, in hexadecimal digits
 * @param runtimes none means any
 */
public record LayerEntry(
    String name,
    String region,
    String arn,
    @JsonProperty("public") boolean isPublic,
    String sha256,
    List<String> runtimes,
    List<String> architectures) {

  /** Gets the ARN of all versions. */
  @JsonIgnore
  String layerArn() {
    return arn.substring(0, arn.lastIndexOf(':'));
  }
}
