package io.opentelemetry.instrumentation.api.internal;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A class that opentelemetry-aws-lambda-events-3.11 needs, and the release of
 * opentelemetry-instrumentation-api that runs with a current OpenTelemetry has no more.
 */
public final class AttributesExtractorUtil {

  public static <T> void internalSet(
      AttributesBuilder attributes, AttributeKey<T> key, @Nullable T value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }

  private AttributesExtractorUtil() {}
}
