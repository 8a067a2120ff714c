package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.aws.AwsErrors;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what a failed request means for the layer, with what AWS says. */
final class RegionException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final SdkException thrown;

  RegionException(String meaning, SdkException thrown) {
    super(meaning + ": " + AwsErrors.describe(thrown), thrown);
    this.thrown = thrown;
  }

  SdkException thrown() {
    return thrown;
  }
}
