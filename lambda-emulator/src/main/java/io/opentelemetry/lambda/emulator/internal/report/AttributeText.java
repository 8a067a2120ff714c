package io.opentelemetry.lambda.emulator.internal.report;

import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** An attribute's value as text. */
final class AttributeText {

  static String of(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BYTES_VALUE -> HexFormat.of().formatHex(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(AttributeText::of)
              .collect(Collectors.joining(", ", "[", "]"));
      case KVLIST_VALUE ->
          value.getKvlistValue().getValuesList().stream()
              .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> "";
    };
  }

  private AttributeText() {}
}
