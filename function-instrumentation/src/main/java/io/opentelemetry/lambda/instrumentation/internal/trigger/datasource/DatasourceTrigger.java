package io.opentelemetry.lambda.instrumentation.internal.trigger.datasource;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Shared code of the triggers that tell of changed data (semantic-conventions v1.44.0,
 * docs/faas/faas-spans.md). Where an event has several changes, what they do not have in common is
 * left out.
 */
abstract class DatasourceTrigger implements Trigger {

  private static final AttributeKey<String> COLLECTION = stringKey("faas.document.collection");
  private static final AttributeKey<String> OPERATION = stringKey("faas.document.operation");
  private static final AttributeKey<String> NAME = stringKey("faas.document.name");
  private static final AttributeKey<String> TIME = stringKey("faas.document.time");

  final Records records;

  DatasourceTrigger(Records records) {
    this.records = records;
  }

  @Override
  public final String type() {
    return "datasource";
  }

  @Override
  public final void setAttributes(SpanBuilder span) {
    Trigger.set(span, COLLECTION, collection());
    Trigger.set(span, OPERATION, commonOperation());
    Trigger.set(span, NAME, name());
    Trigger.set(span, TIME, time());
  }

  private @Nullable String commonOperation() {
    String common = null;
    for (Event record : records.known()) {
      String operation = operation(record);
      if (operation == null || (common != null && !common.equals(operation))) {
        return null;
      }
      common = operation;
    }
    return common;
  }

  /** The bucket, table or collection. */
  abstract @Nullable String collection();

  /** One of insert, edit, delete; null if there is no name for it. */
  abstract @Nullable String operation(Event record);

  /** The name of what was changed in the collection. */
  @Nullable String name() {
    return null;
  }

  /** When, in ISO 8601. */
  abstract @Nullable String time();
}
