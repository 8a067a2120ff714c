package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The environment variables that this module reads. */
final class Configuration {

  static final String FLUSH_TIMEOUT = "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT";

  private final Function<String, @Nullable String> environment;

  static Configuration fromEnvironment() {
    return new Configuration(System::getenv);
  }

  Configuration(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * The longest that a flush may hold back the response, in milliseconds; {@link Long#MAX_VALUE},
   * also for what is not a number, leaves it to the invocation's remaining time.
   */
  long flushTimeoutMillis() {
    String value = environment.apply(FLUSH_TIMEOUT);
    if (value == null || value.trim().isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      return Math.max(0, Long.parseLong(value.trim()));
    } catch (NumberFormatException e) {
      Diagnostics.warn(
          FLUSH_TIMEOUT
              + "="
              + value
              + " is not a number of milliseconds; the flush may take the invocation's remaining time");
      return Long.MAX_VALUE;
    }
  }
}
