package io.opentelemetry.lambda.sdk.internal.restored;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/** A log record of an environment made from a snapshot. */
final class RestoredLogRecordData implements LogRecordData {

  private final LogRecordData log;
  private final Resource resource;

  RestoredLogRecordData(LogRecordData log, Resource resource) {
    this.log = log;
    this.resource = resource;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return log.getInstrumentationScopeInfo();
  }

  @Override
  public long getTimestampEpochNanos() {
    return log.getTimestampEpochNanos();
  }

  @Override
  public long getObservedTimestampEpochNanos() {
    return log.getObservedTimestampEpochNanos();
  }

  @Override
  public SpanContext getSpanContext() {
    return log.getSpanContext();
  }

  @Override
  public Severity getSeverity() {
    return log.getSeverity();
  }

  @Override
  public @Nullable String getSeverityText() {
    return log.getSeverityText();
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.logs.data.Body getBody() {
    return log.getBody();
  }

  @Override
  public @Nullable Value<?> getBodyValue() {
    return log.getBodyValue();
  }

  @Override
  public Attributes getAttributes() {
    return log.getAttributes();
  }

  @Override
  public int getTotalAttributeCount() {
    return log.getTotalAttributeCount();
  }

  @Override
  public @Nullable String getEventName() {
    return log.getEventName();
  }
}
