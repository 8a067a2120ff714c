package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.BatchLogRecordProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.BatchSpanProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.IdGeneratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LogRecordProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LoggerProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.OpenTelemetryConfigurationModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.ResourceModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SpanProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.TracerProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalResourceDetectionModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalResourceDetectorModel;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
      addLambda(model);
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

  /** Adds Lambda's detector in front: the first one is the weakest. */
  private static void addLambda(OpenTelemetryConfigurationModel model) {
    ResourceModel resource = model.getResource();
    if (resource == null) {
      resource = new ResourceModel();
      Models.set(model, "Resource", resource);
    }
    ExperimentalResourceDetectionModel detection =
        (ExperimentalResourceDetectionModel) Models.experimental(resource, "Detection");
    if (detection == null) {
      detection = new ExperimentalResourceDetectionModel();
      Models.setExperimental(resource, "Detection", detection);
    }
    List<ExperimentalResourceDetectorModel> detectors = new ArrayList<>();
    detectors.add(component(new ExperimentalResourceDetectorModel()));
    if (detection.getDetectors() != null) {
      detectors.addAll(detection.getDetectors());
    }
    Models.set(detection, "Detectors", detectors);
  }

  private static void replaceProcessors(OpenTelemetryConfigurationModel model) {
    TracerProviderModel tracers = model.getTracerProvider();
    if (tracers != null) {
      if (tracers.getProcessors() != null) {
        tracers.getProcessors().replaceAll(DeclarativeCustomizer::replaced);
      }
      if (SdkSettings.isSnapStart() && tracers.getIdGenerator() == null) {
        Models.set(tracers, "IdGenerator", component(new IdGeneratorModel()));
      }
    }
    LoggerProviderModel loggers = model.getLoggerProvider();
    if (loggers != null && loggers.getProcessors() != null) {
      loggers.getProcessors().replaceAll(DeclarativeCustomizer::replaced);
    }
  }

  private static SpanProcessorModel replaced(SpanProcessorModel processor) {
    BatchSpanProcessorModel batch = processor.getBatch();
    return batch == null || batch.getExporter() == null
        ? processor
        : batchProcessor(
            new SpanProcessorModel(),
            batch.getExporter(),
            batch.getMaxQueueSize(),
            batch.getMaxExportBatchSize());
  }

  private static LogRecordProcessorModel replaced(LogRecordProcessorModel processor) {
    BatchLogRecordProcessorModel batch = processor.getBatch();
    return batch == null || batch.getExporter() == null
        ? processor
        : batchProcessor(
            new LogRecordProcessorModel(),
            batch.getExporter(),
            batch.getMaxQueueSize(),
            batch.getMaxExportBatchSize());
  }

  private static <T> T batchProcessor(
      T model, Object exporter, @Nullable Integer queueSize, @Nullable Integer batchSize) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("exporter", exporter);
    if (queueSize != null) {
      properties.put("max_queue_size", queueSize);
    }
    if (batchSize != null) {
      properties.put("max_export_batch_size", batchSize);
    }
    return Models.with(model, DeclarativeComponents.NAME, properties);
  }

  private static <T> T component(T model) {
    return Models.with(model, DeclarativeComponents.NAME, Collections.emptyMap());
  }
}
