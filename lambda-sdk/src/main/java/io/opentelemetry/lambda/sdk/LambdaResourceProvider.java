package io.opentelemetry.lambda.sdk;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;

/**
 * The function and its environment, from the variables that Lambda sets (semantic-conventions
 * v1.44.0, docs/resource/faas.md). What the user sets, such as the service's name, wins.
 */
public final class LambdaResourceProvider implements ResourceProvider {

  private static final long BYTES_PER_MB = 1024L * 1024L;

  private final Map<String, String> environment;

  public LambdaResourceProvider() {
    this(SdkSettings.environment());
  }

  LambdaResourceProvider(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Resource createResource(ConfigProperties config) {
    return createResource();
  }

  Resource createResource() {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(stringKey("cloud.provider"), "aws")
            .put(stringKey("cloud.platform"), "aws_lambda");
    put(attributes, "cloud.region", "AWS_REGION");
    put(attributes, "faas.name", "AWS_LAMBDA_FUNCTION_NAME");
    put(attributes, "faas.version", "AWS_LAMBDA_FUNCTION_VERSION");
    put(attributes, "faas.instance", "AWS_LAMBDA_LOG_STREAM_NAME");
    put(attributes, "service.name", "AWS_LAMBDA_FUNCTION_NAME");
    putBytes(attributes, "faas.max_memory", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
    return Resource.create(attributes.build());
  }

  private void put(AttributesBuilder attributes, String key, String variable) {
    String value = environment.get(variable);
    if (value != null && !value.isEmpty()) {
      attributes.put(key, value);
    }
  }

  private void putBytes(AttributesBuilder attributes, String key, String variable) {
    String megabytes = environment.get(variable);
    if (megabytes != null) {
      try {
        attributes.put(key, Long.parseLong(megabytes) * BYTES_PER_MB);
      } catch (NumberFormatException e) {
        // Lambda's own variable; another environment may set it as it likes
      }
    }
  }
}
