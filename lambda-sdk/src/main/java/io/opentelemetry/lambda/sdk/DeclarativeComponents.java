package io.opentelemetry.lambda.sdk;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Components that {@link DeclarativeCustomizer} names in a configuration. */
public final class DeclarativeComponents {

  /** The name of each, whatever its type. */
  static final String NAME = "otel_lambda";

  /** Lambda's resource. */
  public static final class OfResource implements ComponentProvider {

    @Override
    public Class<?> getType() {
      return Resource.class;
    }

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Object create(DeclarativeConfigProperties config) {
      return new LambdaResourceProvider().createResource();
    }
  }

  /** Ids for a process that may be copied. */
  public static final class OfIdGenerator implements ComponentProvider {

    @Override
    public Class<?> getType() {
      return IdGenerator.class;
    }

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Object create(DeclarativeConfigProperties config) {
      return Pipeline.instance().idGenerator();
    }
  }

  /** The pipeline's processor of spans. */
  public static final class OfSpans implements ComponentProvider {

    @Override
    public Class<?> getType() {
      return SpanProcessor.class;
    }

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Object create(DeclarativeConfigProperties config) {
      return Pipeline.instance()
          .spanProcessor(
              exporter(SpanExporter.class, config),
              config.getInt("max_export_batch_size", SdkSettings.DEFAULT_BATCH_SIZE),
              config.getInt("max_queue_size", Integer.MAX_VALUE));
    }
  }

  /** The pipeline's processor of log records. */
  public static final class OfLogRecords implements ComponentProvider {

    @Override
    public Class<?> getType() {
      return LogRecordProcessor.class;
    }

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Object create(DeclarativeConfigProperties config) {
      return Pipeline.instance()
          .logRecordProcessor(
              exporter(LogRecordExporter.class, config),
              config.getInt("max_export_batch_size", SdkSettings.DEFAULT_BATCH_SIZE),
              config.getInt("max_queue_size", Integer.MAX_VALUE));
    }
  }

  private static <T> T exporter(Class<T> type, DeclarativeConfigProperties processor) {
    DeclarativeConfigProperties exporter = processor.get("exporter");
    for (String name : exporter.getPropertyKeys()) {
      for (ComponentProvider provider :
          processor.getComponentLoader().load(ComponentProvider.class)) {
        if (provider.getType() == type && provider.getName().equals(name)) {
          return type.cast(
              provider.create(new DeclarativeProperties(exporter.get(name), processor)));
        }
      }
      throw new IllegalArgumentException("unknown exporter \"" + name + "\"");
    }
    throw new IllegalArgumentException("no exporter");
  }

  private DeclarativeComponents() {}
}
