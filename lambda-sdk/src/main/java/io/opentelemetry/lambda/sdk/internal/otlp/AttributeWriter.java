package io.opentelemetry.lambda.sdk.internal.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes attributes as repeated {@code KeyValue} messages of OTLP. */
final class AttributeWriter implements BiConsumer<AttributeKey<?>, Object> {

  private static final int STRING = 1;
  private static final int BOOLEAN = 2;
  private static final int INTEGER = 3;
  private static final int DOUBLE = 4;
  private static final int ARRAY = 5;
  private static final int KEY_VALUES = 6;
  private static final int BYTES = 7;

  private final ProtobufWriter out;
  private int field;

  AttributeWriter(ProtobufWriter out) {
    this.out = out;
  }

  void write(int field, Attributes attributes) {
    this.field = field;
    attributes.forEach(this);
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    write(field, key.getKey(), value);
  }

  private void write(int field, String key, Object value) {
    int begin = out.begin(field);
    if (!key.isEmpty()) {
      out.string(1, key);
    }
    write(2, value);
    out.end(begin);
  }

  /** Writes an {@code AnyValue}. */
  private void write(int field, Object value) {
    int begin = out.begin(field);
    if (value instanceof Value) {
      Value<?> typed = (Value<?>) value;
      writeContent(typed.getValue(), typed.getType() == ValueType.KEY_VALUE_LIST);
    } else {
      writeContent(value, /* keyed= */ false);
    }
    out.end(begin);
  }

  private void writeContent(Object content, boolean keyed) {
    if (content instanceof String) {
      out.string(STRING, (String) content);
    } else if (content instanceof Boolean) {
      out.varint(BOOLEAN, (Boolean) content ? 1 : 0);
    } else if (content instanceof Long) {
      out.varint(INTEGER, (Long) content);
    } else if (content instanceof Double) {
      out.fixed64(DOUBLE, Double.doubleToRawLongBits((Double) content));
    } else if (content instanceof ByteBuffer) {
      writeBytes((ByteBuffer) content);
    } else if (content instanceof List) {
      writeList((List<?>) content, keyed);
    }
  }

  private void writeBytes(ByteBuffer content) {
    ByteBuffer unread = content.duplicate();
    byte[] bytes = new byte[unread.remaining()];
    unread.get(bytes);
    out.bytes(BYTES, bytes);
  }

  private void writeList(List<?> content, boolean keyed) {
    int begin = out.begin(keyed ? KEY_VALUES : ARRAY);
    for (Object element : content) {
      if (keyed) {
        write(1, ((KeyValue) element).getKey(), ((KeyValue) element).getValue());
      } else {
        write(1, element);
      }
    }
    out.end(begin);
  }
}
