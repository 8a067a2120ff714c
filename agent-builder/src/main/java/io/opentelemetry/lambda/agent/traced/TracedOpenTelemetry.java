package io.opentelemetry.lambda.agent.traced;

import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.context.propagation.ContextPropagators;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Gives the instrumentations in the function's jars the wrapper layer's OpenTelemetry. Without that
 * layer, and under the agent, they get one that does nothing. Their calls of {@code
 * GlobalOpenTelemetry} become calls of this class.
 */
public final class TracedOpenTelemetry {

  private static final String LAYER = "io.opentelemetry.lambda.client.buildtime.BuildTime";

  private static final @Nullable Method LAYERS = layers();

  private static @Nullable Method layers() {
    try {
      return Class.forName(LAYER).getMethod("openTelemetry", String.class);
    } catch (ReflectiveOperationException | LinkageError e) {
      // the layer is not there
      return null;
    }
  }

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
   * @param library as the agent's instrumentation is called; several names have commas between them
   */
  public static OpenTelemetry get(String library) {
    if (LAYERS == null) {
      return OpenTelemetry.noop();
    }
    try {
      return (OpenTelemetry) LAYERS.invoke(null, library);
    } catch (Throwable e) {
      return OpenTelemetry.noop();
    }
  }

  public static ContextPropagators getPropagators() {
    return get().getPropagators();
  }

  public static TracerProvider getTracerProvider() {
    return get().getTracerProvider();
  }

  public static Tracer getTracer(String scope) {
    return get().getTracer(scope);
  }

  public static Tracer getTracer(String scope, String version) {
    return get().getTracer(scope, version);
  }

  public static TracerBuilder tracerBuilder(String scope) {
    return get().tracerBuilder(scope);
  }

  public static MeterProvider getMeterProvider() {
    return get().getMeterProvider();
  }

  public static Meter getMeter(String scope) {
    return get().getMeter(scope);
  }

  public static MeterBuilder meterBuilder(String scope) {
    return get().meterBuilder(scope);
  }

  /** Tells whether a tracer does nothing; its instrumentation then leaves calls as they are. */
  public static boolean isNoop(Tracer tracer) {
    return tracer == TracerProvider.noop().get("");
  }

  private TracedOpenTelemetry() {}
}
