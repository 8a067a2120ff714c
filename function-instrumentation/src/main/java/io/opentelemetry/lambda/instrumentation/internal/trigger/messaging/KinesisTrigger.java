package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import org.jspecify.annotations.Nullable;

/** A Kinesis data stream, whose records carry nothing but their data. */
public final class KinesisTrigger extends MessagingTrigger {

  private static final AttributeKey<String> STREAM = stringKey("aws.kinesis.stream_name");
  private static final AttributeKey<String> SHARD = stringKey("messaging.destination.partition.id");

  public KinesisTrigger(Event event) {
    super(Records.of(event, "Records"));
  }

  @Override
  String system() {
    return "aws.kinesis";
  }

  @Override
  @Nullable String destination() {
    return afterLast('/', records.common("eventSourceARN"));
  }

  @Override
  @Nullable String messageId(Event message) {
    return message.value("eventID");
  }

  /** An event's id is {@code SHARD:SEQUENCE_NUMBER}; a batch is of one shard. */
  @Override
  void setSpecifics(SpanBuilder span) {
    Trigger.set(span, STREAM, destination());
    String id = records.known().get(0).value("eventID");
    int colon = id == null ? -1 : id.indexOf(':');
    if (id != null && colon > 0) {
      span.setAttribute(SHARD, id.substring(0, colon));
    }
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofSeconds(
        "kinesis", records.first().value("kinesis", "approximateArrivalTimestamp"));
  }
}
