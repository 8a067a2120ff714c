package io.opentelemetry.lambda.instrumentation.internal.trigger.datasource;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import org.jspecify.annotations.Nullable;

/** A DocumentDB change stream: the collection is a database's, the name a collection's. */
public final class DocumentDbTrigger extends DatasourceTrigger {

  public DocumentDbTrigger(Event event) {
    super(Records.of(event, "events"));
  }

  @Override
  @Nullable String collection() {
    return records.common("event", "ns", "db");
  }

  @Override
  @Nullable String name() {
    return records.common("event", "ns", "coll");
  }

  @Override
  @Nullable String operation(Event record) {
    String type = record.value("event", "operationType");
    switch (type == null ? "" : type) {
      case "insert":
        return "insert";
      case "update":
      case "replace":
        return "edit";
      case "delete":
        return "delete";
      default:
        return null;
    }
  }

  /** {@code {"clusterTime": {"$timestamp": {"t": SECONDS, "i": ORDINAL}}}} */
  @Override
  @Nullable String time() {
    return EpochTimes.ofSeconds(records.common("event", "clusterTime", "$timestamp", "t"));
  }
}
