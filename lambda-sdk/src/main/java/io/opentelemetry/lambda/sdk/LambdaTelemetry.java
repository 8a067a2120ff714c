package io.opentelemetry.lambda.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.lambda.instrumentation.Telemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The SDK, set up from the environment variables that OpenTelemetry specifies, with defaults that
 * suit a function.
 */
public final class LambdaTelemetry implements Telemetry {

  private final OpenTelemetrySdk sdk;

  public LambdaTelemetry() {
    SdkLog.redirect();
    this.sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(Configuration::defaults)
            .addPropertiesCustomizer(Configuration::overrides)
            .setServiceClassLoader(serviceClassLoader())
            .disableShutdownHook()
            .setResultAsGlobal()
            .build()
            .getOpenTelemetrySdk();
  }

  private static ClassLoader serviceClassLoader() {
    ClassLoader layer = LambdaTelemetry.class.getClassLoader();
    ClassLoader function = Thread.currentThread().getContextClassLoader();
    return function == null || !Configuration.namesPropagators()
        ? layer
        : new PropagatorClassLoader(function, layer);
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  @Override
  public void flush(long timeout, TimeUnit unit) {
    CompletableResultCode.ofAll(
            Arrays.asList(
                sdk.getSdkTracerProvider().forceFlush(),
                sdk.getSdkMeterProvider().forceFlush(),
                sdk.getSdkLoggerProvider().forceFlush()))
        .join(timeout, unit);
  }
}
