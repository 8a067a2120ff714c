package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.lambda.sdk.internal.http.DeferredTls;
import io.opentelemetry.lambda.sdk.internal.settings.Corrections;
import io.opentelemetry.lambda.sdk.internal.settings.TemporaryFiles;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;

/**
 * Sets an SDK up for a function, as a service that autoconfiguration finds, in the layer of this
 * project as in the agent: what the SDK exports goes through the one {@link Pipeline}.
 */
public final class LambdaCustomizer
    implements AutoConfigurationCustomizerProvider, AutoConfigureListener {

  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    Pipeline pipeline = Pipeline.instance();
    customizer.addPropertiesSupplier(SdkSettings::pipelineDefaults);
    customizer.addPropertiesCustomizer(Corrections::of);
    customizer.addPropertiesCustomizer(DeferredTls::defer);
    customizer.addPropertiesCustomizer(SdkSettings::pipelineOverrides);
    customizer.addTracerProviderCustomizer(new Replacement<>(pipeline));
    customizer.addSpanProcessorCustomizer(new Replacement<>(pipeline));
    customizer.addLogRecordProcessorCustomizer(new Replacement<>(pipeline));
    customizer.addMetricExporterCustomizer(new Replacement<>(pipeline));
  }

  /**
   * Before all others: a processor of the user's that wraps another then wraps ours, and an id
   * generator of the user's replaces ours.
   */
  @Override
  public int order() {
    return Integer.MIN_VALUE;
  }

  @Override
  public void afterAutoConfigure(OpenTelemetrySdk sdk) {
    TemporaryFiles.delete();
    Pipeline.instance().add(sdk);
  }
}
