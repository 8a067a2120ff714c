package io.opentelemetry.lambda.instrumentation.internal.trigger.datasource;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/** An S3 bucket's event notification. */
public final class S3Trigger extends DatasourceTrigger {

  public S3Trigger(Event event) {
    super(Records.of(event, "Records"));
  }

  @Override
  @Nullable String collection() {
    return records.common("s3", "bucket", "name");
  }

  @Override
  @Nullable String operation(Event record) {
    String name = record.value("eventName");
    if (name == null) {
      return null;
    }
    if (name.startsWith("ObjectCreated:")) {
      return "insert";
    }
    boolean removed = name.startsWith("ObjectRemoved:") || name.startsWith("LifecycleExpiration:");
    return removed ? "delete" : "edit";
  }

  /** Keys come as in a form: {@code red+flower.jpg}. */
  @Override
  @Nullable String name() {
    String key = records.common("s3", "object", "key");
    try {
      return key == null ? null : URLDecoder.decode(key, "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException e) {
      return key;
    }
  }

  @Override
  @Nullable String time() {
    return records.common("eventTime");
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofIso("s3", records.first().value("eventTime"));
  }
}
