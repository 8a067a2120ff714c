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

  private static final long SHUTDOWN_MILLIS = 400;

  private final OpenSpans openSpans = new OpenSpans();
  private final OpenTelemetrySdk sdk;

  public LambdaTelemetry() {
    SdkLog.redirect();
    this.sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(Configuration::defaults)
            .addPropertiesCustomizer(Configuration::overrides)
            .setServiceClassLoader(serviceClassLoader())
            .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(openSpans))
            .disableShutdownHook()
            .setResultAsGlobal()
            .build()
            .getOpenTelemetrySdk();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> shutdown(SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)));
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
  public boolean flush(long timeout, TimeUnit unit) {
    return CompletableResultCode.ofAll(
            Arrays.asList(
                sdk.getSdkTracerProvider().forceFlush(),
                sdk.getSdkMeterProvider().forceFlush(),
                sdk.getSdkLoggerProvider().forceFlush()))
        .join(timeout, unit)
        .isSuccess();
  }

  @Override
  public boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    openSpans.end(traceId);
    return flush(timeout, unit);
  }

  @Override
  public void shutdown(long timeout, TimeUnit unit) {
    openSpans.endAll();
    sdk.shutdown().join(timeout, unit);
  }

  @Override
  public void beforeCheckpoint(long timeout, TimeUnit unit) {
    flush(timeout, unit);
  }

  @Override
  public void afterRestore() {}
}
