package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.AttributesExtractor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that {@code @SpanAttribute} makes attributes: of the type of numbers, truth values
 * and arrays of such, and otherwise as a text.
 */
final class SpanMethodAttributes implements AttributesExtractor<SpanMethod, Void> {

  @Override
  public void onStart(AttributesBuilder attributes, Context parent, SpanMethod call) {
    Object[] arguments = call.attributes();
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i + 1] != null) {
        put(attributes, (String) arguments[i], arguments[i + 1]);
      }
    }
  }

  private static void put(AttributesBuilder attributes, String name, Object value) {
    if (value instanceof Integer || value instanceof Long) {
      attributes.put(name, ((Number) value).longValue());
    } else if (value instanceof Float || value instanceof Double) {
      attributes.put(name, ((Number) value).doubleValue());
    } else if (value instanceof Boolean) {
      attributes.put(name, (Boolean) value);
    } else if (value instanceof long[]) {
      attributes.put(name, (long[]) value);
    } else if (value instanceof int[]) {
      attributes.put(name, Arrays.stream((int[]) value).asLongStream().toArray());
    } else if (value instanceof double[]) {
      attributes.put(name, (double[]) value);
    } else if (value instanceof boolean[]) {
      attributes.put(name, (boolean[]) value);
    } else if (value instanceof Object[]) {
      putTexts(attributes, name, Arrays.asList((Object[]) value));
    } else if (value instanceof List) {
      putTexts(attributes, name, (List<?>) value);
    } else {
      attributes.put(name, value.toString());
    }
  }

  private static void putTexts(AttributesBuilder attributes, String name, List<?> values) {
    List<String> texts = new ArrayList<>(values.size());
    for (Object value : values) {
      texts.add(value == null ? null : value.toString());
    }
    attributes.put(AttributeKey.stringArrayKey(name), texts);
  }

  @Override
  public void onEnd(
      AttributesBuilder attributes,
      Context context,
      SpanMethod call,
      @Nullable Void response,
      @Nullable Throwable error) {}
}
