package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The environment variables that this module reads. */
final class Configuration {

  static final String FLUSH_TIMEOUT = "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT";

  static final String SINGLE_MESSAGE = "OTEL_LAMBDA_SINGLE_MESSAGE";
  static final String PROPAGATORS = "OTEL_PROPAGATORS";

  private static final String PROPAGATORS_PROPERTY = "otel.propagators";

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

  /** Whether the sender of a batch's only message is the parent, instead of being linked to. */
  boolean isSingleMessageParent() {
    String value = environment.apply(SINGLE_MESSAGE);
    String choice = value == null ? "" : value.trim();
    if (!choice.isEmpty() && !choice.equals("link") && !choice.equals("parent")) {
      Diagnostics.warn(
          SINGLE_MESSAGE + "=" + value + " is neither link nor parent; messages are linked to");
    }
    return choice.equals("parent");
  }

  /** Whether the X-Ray header of the environment may be an invocation's parent. */
  boolean usesXrayLambda() {
    String propagators = System.getProperty(PROPAGATORS_PROPERTY);
    if (propagators == null) {
      propagators = environment.apply(PROPAGATORS);
    }
    return propagators != null && propagators.contains("xray-lambda");
  }
}
