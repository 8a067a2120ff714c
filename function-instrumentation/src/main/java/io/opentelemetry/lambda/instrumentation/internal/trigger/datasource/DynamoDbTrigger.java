package io.opentelemetry.lambda.instrumentation.internal.trigger.datasource;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import org.jspecify.annotations.Nullable;

/** A DynamoDB table's stream. An item has no name but its key, which is the user's data. */
public final class DynamoDbTrigger extends DatasourceTrigger {

  public DynamoDbTrigger(Event event) {
    super(Records.of(event, "Records"));
  }

  /** {@code arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL} */
  @Override
  @Nullable String collection() {
    String arn = records.common("eventSourceARN");
    int start = arn == null ? -1 : arn.indexOf(":table/");
    if (arn == null || start < 0) {
      return null;
    }
    String table = arn.substring(start + ":table/".length());
    int end = table.indexOf('/');
    return end < 0 ? table : table.substring(0, end);
  }

  @Override
  @Nullable String operation(Event record) {
    String name = record.value("eventName");
    switch (name == null ? "" : name) {
      case "INSERT":
        return "insert";
      case "MODIFY":
        return "edit";
      case "REMOVE":
        return "delete";
      default:
        return null;
    }
  }

  @Override
  @Nullable String time() {
    return EpochTimes.ofSeconds(records.common("dynamodb", "ApproximateCreationDateTime"));
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofSeconds(
        "dynamodb", records.first().value("dynamodb", "ApproximateCreationDateTime"));
  }
}
