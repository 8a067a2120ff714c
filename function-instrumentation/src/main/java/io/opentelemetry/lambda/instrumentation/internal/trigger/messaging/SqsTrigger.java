package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An SQS queue; a message may be one that SNS has sent to the queue. */
public final class SqsTrigger extends MessagingTrigger {

  public SqsTrigger(Event event) {
    super(Records.of(event, "Records"));
  }

  @Override
  String system() {
    return "aws_sqs";
  }

  @Override
  @Nullable String destination() {
    return afterLast(':', records.common("eventSourceARN"));
  }

  @Override
  @Nullable String source() {
    boolean queues = records.known().get(0).has("eventSourceARN");
    return queues ? destination() : records.common("eventSource");
  }

  @Override
  @Nullable String messageId(Event message) {
    return message.value("messageId");
  }

  @Override
  void readContext(Event message, Map<String, String> carrier) {
    String body = message.value("body");
    if (body != null && body.startsWith("{") && body.contains("\"MessageAttributes\"")) {
      SnsTrigger.readAttributes(Event.parse(body.getBytes(UTF_8)), carrier);
    }
    Map<String, Object> attributes = message.object("messageAttributes");
    for (String name : attributes.keySet()) {
      put(carrier, name, message.value("messageAttributes", name, "stringValue"));
    }
    put(carrier, AWS_TRACE_HEADER, message.value("attributes", "AWSTraceHeader"));
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofMillis("sqs", records.first().value("attributes", "SentTimestamp"));
  }
}
