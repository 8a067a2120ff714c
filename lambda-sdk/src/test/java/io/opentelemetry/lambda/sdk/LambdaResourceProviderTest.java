package io.opentelemetry.lambda.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LambdaResourceProviderTest {

  @Test
  void createResource_fromLambdasVariables() {
    assertThat(
            attributes(
                Map.of(
                    "AWS_REGION", "eu-west-1",
                    "AWS_LAMBDA_FUNCTION_NAME", "orders",
                    "AWS_LAMBDA_FUNCTION_VERSION", "7",
                    "AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/22/[7]abc",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")))
        .isEqualTo(
            Attributes.builder()
                .put("cloud.provider", "aws")
                .put("cloud.platform", "aws_lambda")
                .put("cloud.region", "eu-west-1")
                .put("faas.name", "orders")
                .put("faas.version", "7")
                .put("faas.instance", "2026/11/22/[7]abc")
                .put("faas.max_memory", 512L * 1024 * 1024)
                .put("service.name", "orders")
                .build());
  }

  @Test
  void createResource_missingOrOddVariables_areLeftOut() {
    assertThat(attributes(Map.of("AWS_REGION", "", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "much")))
        .isEqualTo(
            Attributes.builder()
                .put("cloud.provider", "aws")
                .put("cloud.platform", "aws_lambda")
                .build());
  }

  private static Attributes attributes(Map<String, String> environment) {
    return new LambdaResourceProvider(environment)
        .createResource(DefaultConfigProperties.createFromMap(Map.of()))
        .getAttributes();
  }
}
