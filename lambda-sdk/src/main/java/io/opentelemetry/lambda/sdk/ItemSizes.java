package io.opentelemetry.lambda.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.BiConsumer;

/** About how many bytes an item has when it is serialised; what is long are texts. */
final class ItemSizes implements BiConsumer<AttributeKey<?>, Object> {

  private static final int SPAN = 200;
  private static final int LOG_RECORD = 100;
  private static final int EVENT = 30;
  private static final int LINK = 50;
  private static final int ATTRIBUTE = 20;
  private static final int ELEMENT = 10;

  private long bytes;

  static int of(SpanData span) {
    ItemSizes sizes = new ItemSizes(SPAN + span.getName().length());
    sizes.add(span.getAttributes());
    for (EventData event : span.getEvents()) {
      sizes.bytes += EVENT + event.getName().length();
      sizes.add(event.getAttributes());
    }
    sizes.bytes += (long) LINK * span.getLinks().size();
    return sizes.total();
  }

  static int of(LogRecordData log) {
    ItemSizes sizes = new ItemSizes(LOG_RECORD);
    sizes.add(log.getAttributes());
    Value<?> body = log.getBodyValue();
    if (body != null) {
      sizes.bytes += length(body.getValue());
    }
    return sizes.total();
  }

  private ItemSizes(int bytes) {
    this.bytes = bytes;
  }

  private void add(Attributes attributes) {
    if (!attributes.isEmpty()) {
      attributes.forEach(this);
    }
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    bytes += ATTRIBUTE + key.getKey().length() + length(value);
  }

  private static long length(Object value) {
    if (value instanceof CharSequence) {
      return ((CharSequence) value).length();
    }
    if (value instanceof Value) {
      return length(((Value<?>) value).getValue());
    }
    if (value instanceof KeyValue) {
      return ((KeyValue) value).getKey().length() + length(((KeyValue) value).getValue());
    }
    if (value instanceof ByteBuffer) {
      return ((ByteBuffer) value).remaining();
    }
    long length = ELEMENT;
    if (value instanceof Collection) {
      for (Object element : (Collection<?>) value) {
        length += ELEMENT + length(element);
      }
    }
    return length;
  }

  private int total() {
    return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
  }
}
