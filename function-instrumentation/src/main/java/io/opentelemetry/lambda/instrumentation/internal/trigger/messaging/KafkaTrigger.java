package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Topics of a Kafka cluster, MSK's or the user's own. */
public final class KafkaTrigger extends MessagingTrigger {

  private static final AttributeKey<String> PARTITION =
      stringKey("messaging.destination.partition.id");
  private static final AttributeKey<Long> OFFSET = longKey("messaging.kafka.offset");

  public KafkaTrigger(Event event) {
    super(Records.ofEach(event, "records"));
  }

  @Override
  String system() {
    return "kafka";
  }

  @Override
  @Nullable String destination() {
    return records.common("topic");
  }

  @Override
  void setSpecifics(SpanBuilder span) {
    if (destination() != null) {
      Trigger.set(span, PARTITION, records.common("partition"));
    }
    if (isSingleMessage()) {
      setOffset(span, records.common("offset"));
    }
  }

  private static void setOffset(SpanBuilder span, @Nullable String offset) {
    try {
      if (offset != null) {
        span.setAttribute(OFFSET, Long.parseLong(offset));
      }
    } catch (NumberFormatException e) {
      // no offset of Kafka's
    }
  }

  /** Headers are a list of objects, each a name with a list of bytes. */
  @Override
  void readContext(Event message, Map<String, String> carrier) {
    for (Object header : message.array("headers")) {
      if (header instanceof Map) {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) header).entrySet()) {
          put(carrier, (String) entry.getKey(), ByteLists.text(entry.getValue()));
        }
      }
    }
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofMillis("kafka", records.first().value("timestamp"));
  }
}
