package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.Records;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shared code of the triggers that hand messages over (semantic-conventions v1.44.0,
 * docs/messaging/messaging-spans.md and docs/faas/aws-lambda.md).
 */
abstract class MessagingTrigger implements Trigger {

  private static final AttributeKey<String> SYSTEM = stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION_NAME = stringKey("messaging.operation.name");
  private static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");
  private static final AttributeKey<String> DESTINATION = stringKey("messaging.destination.name");
  private static final AttributeKey<String> MESSAGE_ID = stringKey("messaging.message.id");
  private static final AttributeKey<Long> COUNT = longKey("messaging.batch.message_count");

  private static final String PROCESS = "process";
  private static final String MULTIPLE = "multiple_sources";

  final Records records;

  MessagingTrigger(Records records) {
    this.records = records;
  }

  @Override
  public final String type() {
    return "pubsub";
  }

  @Override
  public final SpanKind kind() {
    return SpanKind.CONSUMER;
  }

  @Override
  public final String spanName() {
    String source = source();
    return (source == null ? MULTIPLE : source) + " " + PROCESS;
  }

  @Override
  public final void setAttributes(SpanBuilder span) {
    span.setAttribute(SYSTEM, system());
    span.setAttribute(OPERATION_NAME, PROCESS);
    span.setAttribute(OPERATION_TYPE, PROCESS);
    Trigger.set(span, DESTINATION, destination());
    if (isBatch() && records.size() >= 0) {
      span.setAttribute(COUNT, (long) records.size());
    }
    if (isSingleMessage()) {
      Trigger.set(span, MESSAGE_ID, messageId(records.known().get(0)));
    }
    setSpecifics(span);
  }

  @Override
  public final List<Map<String, String>> messages() {
    List<Map<String, String>> messages = new ArrayList<>();
    for (Event message : records.known()) {
      Map<String, String> carrier = new HashMap<>();
      readContext(message, carrier);
      messages.add(carrier);
    }
    return messages;
  }

  @Override
  public final boolean isSingleMessage() {
    return records.size() == 1 && records.known().size() == 1;
  }

  static void put(Map<String, String> carrier, String name, @Nullable Object value) {
    if (value instanceof String) {
      carrier.put(name.toLowerCase(Locale.ROOT), (String) value);
    }
  }

  /** Cuts off all up to the last of these characters; null for null. */
  static @Nullable String afterLast(char separator, @Nullable String text) {
    return text == null ? null : text.substring(text.lastIndexOf(separator) + 1);
  }

  /** The value of {@code messaging.system}. */
  abstract String system();

  /** The queue, topic or stream that all messages come from; null if there are several. */
  abstract @Nullable String destination();

  /** The source that the span is named after; null if there are several. */
  @Nullable String source() {
    return destination();
  }

  @Nullable String messageId(Event message) {
    return null;
  }

  /** Tells whether the source sends batches, even if one has a single message. */
  boolean isBatch() {
    return true;
  }

  /** Reads what the sender has put beside the message. */
  void readContext(Event message, Map<String, String> carrier) {}

  void setSpecifics(SpanBuilder span) {}
}
