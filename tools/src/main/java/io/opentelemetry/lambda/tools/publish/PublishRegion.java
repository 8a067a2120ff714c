package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.aws.AwsClients;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/** One region of a run. */
final class PublishRegion implements AutoCloseable {

  private final String name;
  private final AwsClients aws;
  private final LambdaClient lambda;

  PublishRegion(String name) {
    this.name = name;
    this.aws = AwsClients.in(name);
    this.lambda = aws.lambda();
  }

  String name() {
    return name;
  }

  LayerVersions layerVersions(String layer) {
    return new LayerVersions(lambda, layer);
  }

  S3Client s3() {
    return aws.s3();
  }

  @Override
  public void close() {
    aws.close();
  }
}
