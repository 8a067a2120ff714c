package io.opentelemetry.lambda.agent.traced;

import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.TracerProvider;

/**
 * Gives the instrumentations in the function's jars the wrapper layer's OpenTelemetry. Without that
 * layer, and under the agent, they get one that does nothing. Their calls of {@code
 * GlobalOpenTelemetry} become calls of this class.
 */
public final class TracedOpenTelemetry {

  private static final String LAYER = "io.opentelemetry.lambda.client.buildtime.BuildTime";

  /** For what belongs to no library. */
  public static OpenTelemetry get() {
    return get("");
  }

  /** For the same, where the agent may not have started. */
  public static OpenTelemetry getOrNoop() {
    return get("");
  }

  /**
   * For a library.
   *
   * @param library as the agent's instrumentation is called
   */
  public static OpenTelemetry get(String library) {
    try {
      return (OpenTelemetry)
          Class.forName(LAYER).getMethod("openTelemetry", String.class).invoke(null, library);
    } catch (Throwable e) {
      // the layer is not there
      return OpenTelemetry.noop();
    }
  }

  /** Tells whether a tracer does nothing; its instrumentation then leaves calls as they are. */
  public static boolean isNoop(Tracer tracer) {
    return tracer == TracerProvider.noop().get("");
  }

  private TracedOpenTelemetry() {}
}
