package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import io.opentelemetry.lambda.sdk.internal.Configuration;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.BatchLogRecordProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.BatchSpanProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.IdGeneratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.IdGeneratorPropertyModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LogRecordProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LogRecordProcessorPropertyModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LoggerProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.OpenTelemetryConfigurationModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.ResourceModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SpanProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SpanProcessorPropertyModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.TracerProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalResourceDetectionModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalResourceDetectorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalResourceDetectorPropertyModel;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Does for an agent that is configured by a file what {@link LambdaCustomizer} does for one that is
 * configured by variables: Lambda's resource is beneath the file's, and in the places of batch
 * processors are the pipeline's.
 */
public final class DeclarativeCustomizer
    implements DeclarativeConfigurationCustomizerProvider, AutoConfigureListener {

  /** After all others, whose processors are replaced, too. */
  @Override
  public int order() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void customize(DeclarativeConfigurationCustomizer customizer) {
    customizer.addModelCustomizer(DeclarativeCustomizer::customize);
  }

  @Override
  public void afterAutoConfigure(OpenTelemetrySdk sdk) {
    Pipeline.instance().add(sdk);
  }

  private static OpenTelemetryConfigurationModel customize(OpenTelemetryConfigurationModel model) {
    try {
      ResourceModel resource = model.getResource();
      model.withResource(withLambda(resource == null ? new ResourceModel() : resource));
    } catch (LinkageError e) {
      // the models of the agent's release have other methods
      Diagnostics.warn("the resource is the configuration file's alone", e);
    }
    try {
      replaceProcessors(model);
    } catch (LinkageError e) {
      Diagnostics.warn("batches are exported as the configuration file says", e);
    }
    return model;
  }

  private static void replaceProcessors(OpenTelemetryConfigurationModel model) {
    TracerProviderModel tracers = model.getTracerProvider();
    if (tracers != null) {
      if (tracers.getProcessors() != null) {
        tracers.getProcessors().replaceAll(DeclarativeCustomizer::replaced);
      }
      if (Configuration.isSnapStart() && tracers.getIdGenerator() == null) {
        tracers.withIdGenerator(
            new IdGeneratorModel()
                .withAdditionalProperty(
                    DeclarativeComponents.NAME, new IdGeneratorPropertyModel()));
      }
    }
    LoggerProviderModel loggers = model.getLoggerProvider();
    if (loggers != null && loggers.getProcessors() != null) {
      loggers.getProcessors().replaceAll(DeclarativeCustomizer::replaced);
    }
  }

  /** Adds Lambda's detector in front: the first one is the weakest. */
  private static ResourceModel withLambda(ResourceModel resource) {
    ExperimentalResourceDetectionModel detection = resource.getDetectionDevelopment();
    if (detection == null) {
      detection = new ExperimentalResourceDetectionModel();
    }
    List<ExperimentalResourceDetectorModel> detectors = new ArrayList<>();
    detectors.add(
        new ExperimentalResourceDetectorModel()
            .withAdditionalProperty(
                DeclarativeComponents.NAME, new ExperimentalResourceDetectorPropertyModel()));
    if (detection.getDetectors() != null) {
      detectors.addAll(detection.getDetectors());
    }
    return resource.withDetectionDevelopment(detection.withDetectors(detectors));
  }

  private static SpanProcessorModel replaced(SpanProcessorModel processor) {
    BatchSpanProcessorModel batch = processor.getBatch();
    return batch == null || batch.getExporter() == null
        ? processor
        : new SpanProcessorModel()
            .withAdditionalProperty(
                DeclarativeComponents.NAME,
                new SpanProcessorPropertyModel()
                    .withAdditionalProperty("exporter", batch.getExporter())
                    .withAdditionalProperty("max_queue_size", batch.getMaxQueueSize())
                    .withAdditionalProperty(
                        "max_export_batch_size", batch.getMaxExportBatchSize()));
  }

  private static LogRecordProcessorModel replaced(LogRecordProcessorModel processor) {
    BatchLogRecordProcessorModel batch = processor.getBatch();
    return batch == null || batch.getExporter() == null
        ? processor
        : new LogRecordProcessorModel()
            .withAdditionalProperty(
                DeclarativeComponents.NAME,
                new LogRecordProcessorPropertyModel()
                    .withAdditionalProperty("exporter", batch.getExporter())
                    .withAdditionalProperty("max_queue_size", batch.getMaxQueueSize())
                    .withAdditionalProperty(
                        "max_export_batch_size", batch.getMaxExportBatchSize()));
  }
}
