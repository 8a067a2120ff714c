package io.opentelemetry.lambda.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import io.opentelemetry.lambda.sdk.declarative.DeclarativeSettings;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.lambda.sdk.internal.direct.DirectSettings;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The SDK, set up from the environment variables that OpenTelemetry specifies, with defaults that
 * suit a function.
 */
public final class LambdaTelemetry implements Telemetry {

  private final OpenTelemetry openTelemetry;

  public LambdaTelemetry() {
    DirectSettings settings =
        DirectSettings.read(SdkSettings.environment(), System.getProperties());
    OpenTelemetry direct = settings == null ? null : DirectSdk.create(settings);
    this.openTelemetry = direct == null ? autoconfigure() : direct;
    Runtime.getRuntime().addShutdownHook(new ShutdownHook());
  }

  private static OpenTelemetry autoconfigure() {
    String file = SdkSettings.configurationFile();
    return file == null ? autoconfigureFromVariables() : autoconfigure(file);
  }

  /** The SDK itself would look for the library that reads such files. */
  private static OpenTelemetry autoconfigure(String file) {
    Map<String, @Nullable String> settings = null;
    try {
      settings = DeclarativeSettings.read(file, SdkSettings.environment());
    } catch (NoSuchFileException e) {
      Diagnostics.warn("OTEL_CONFIG_FILE=" + file + ": no such file; the variables are used");
    } catch (IOException | RuntimeException e) {
      Diagnostics.warn(
          "OTEL_CONFIG_FILE=" + file + ": " + Failures.innermost(e) + "; the variables are used");
    }
    String before = System.getProperty(SdkSettings.CONFIG_FILE);
    System.setProperty(SdkSettings.CONFIG_FILE, "");
    try {
      if (settings == null) {
        return autoconfigureFromVariables();
      }
      Map<String, @Nullable String> overrides = settings;
      return builder()
          .addPropertiesCustomizer(config -> SdkSettings.withoutVariables(overrides))
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException e) {
      throw new IllegalStateException(Failures.innermost(e), e);
    } finally {
      if (before == null) {
        System.clearProperty(SdkSettings.CONFIG_FILE);
      } else {
        System.setProperty(SdkSettings.CONFIG_FILE, before);
      }
    }
  }

  private static OpenTelemetry autoconfigureFromVariables() {
    try {
      return builder().build().getOpenTelemetrySdk();
    } catch (ConfigurationException e) {
      // what the corrections don't know: better the defaults, and a line, than no traces
      Diagnostics.warn(
          "the settings can't be used ("
              + Failures.innermost(e)
              + "); only the service, the resource and the exporter's address and headers are");
    }
    try {
      return builder()
          .addPropertiesCustomizer(SdkSettings::leastSettings)
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException e) {
      throw new IllegalStateException(Failures.innermost(e), e);
    }
  }

  private static AutoConfiguredOpenTelemetrySdkBuilder builder() {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(SdkSettings::defaults)
        .addPropertiesCustomizer(SdkSettings::overrides)
        .setServiceClassLoader(serviceClassLoader())
        .disableShutdownHook()
        .setResultAsGlobal();
  }

  private static ClassLoader serviceClassLoader() {
    ClassLoader layer = LambdaTelemetry.class.getClassLoader();
    ClassLoader function = Thread.currentThread().getContextClassLoader();
    return function == null || !SdkSettings.namesPropagators()
        ? layer
        : new PropagatorClassLoader(function, layer);
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  @Override
  public boolean flush(long timeout, TimeUnit unit) {
    return Pipeline.instance().flush(timeout, unit);
  }

  @Override
  public boolean exportUnfinished(String traceId, long timeout, TimeUnit unit) {
    return Pipeline.instance().exportUnfinished(traceId, timeout, unit);
  }

  @Override
  public void prime() {
    Pipeline.instance().prime();
  }

  @Override
  public void beforeCheckpoint(long timeout, TimeUnit unit) {
    Pipeline.instance().beforeCheckpoint(timeout, unit);
  }

  @Override
  public void afterRestore() {
    Pipeline.instance().afterRestore();
  }

  /** For SIGTERM, after which there is about half a second, and for {@link System#exit}. */
  private static final class ShutdownHook extends Thread {

    private static final long MILLIS = 1000;

    ShutdownHook() {
      super("otel-shutdown");
    }

    @Override
    public void run() {
      Pipeline.instance().shutdown(MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
