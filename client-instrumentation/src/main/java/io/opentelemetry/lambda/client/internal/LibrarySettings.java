package io.opentelemetry.lambda.client.internal;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.api.incubator.builder.internal.DefaultHttpClientInstrumenterBuilder;
import io.opentelemetry.instrumentation.api.incubator.config.internal.CommonConfig;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.lang.reflect.Field;

/**
 * The agent's settings of instrumentations, {@code OTEL_INSTRUMENTATION_…}, for the libraries here.
 * Where none is set, nothing of it is loaded.
 */
public final class LibrarySettings {

  /** The OpenTelemetry that a library is given: with the settings where there are some. */
  public static OpenTelemetry openTelemetry() {
    OpenTelemetry global = GlobalOpenTelemetry.get();
    if (!InstrumentationSettings.hasLibrarySettings()) {
      return global;
    }
    try {
      return ConfiguredOpenTelemetry.of(global);
    } catch (Throwable e) {
      Diagnostics.warn("OTEL_INSTRUMENTATION_… is not used", e);
      return global;
    }
  }

  /**
   * Sets what the agent lets all of its HTTP clients have: captured headers, known methods, names
   * of peers, secrets in queries.
   *
   * @param builder of a library's telemetry, which keeps its instrumenter's builder in a field
   */
  public static <T> T configure(T builder) {
    if (InstrumentationSettings.hasLibrarySettings()) {
      try {
        configureField(builder);
      } catch (Throwable e) {
        Diagnostics.warn("OTEL_INSTRUMENTATION_HTTP_… is not used", e);
      }
    }
    return builder;
  }

  static void configureField(Object builder) throws ReflectiveOperationException {
    Field field = builder.getClass().getDeclaredField("builder");
    field.setAccessible(true);
    configure((DefaultHttpClientInstrumenterBuilder<?, ?>) field.get(builder));
  }

  /** The same for the instrumenter's builder itself. */
  public static <Q, R> DefaultHttpClientInstrumenterBuilder<Q, R> configure(
      DefaultHttpClientInstrumenterBuilder<Q, R> builder) {
    return InstrumentationSettings.hasLibrarySettings()
        ? builder.configure(new CommonConfig(openTelemetry()))
        : builder;
  }

  private LibrarySettings() {}
}
