package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text in the shape of a list of bytes, {@code [116,101,120,116]}, signed or not. */
final class ByteLists {

  /** Makes text of a list of bytes; null for anything else, or a list that was cut off. */
  static @Nullable String text(@Nullable Object value) {
    if (!(value instanceof List)) {
      return null;
    }
    List<?> list = (List<?>) value;
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      Object element = list.get(i);
      if (!(element instanceof String)) {
        return null;
      }
      try {
        bytes[i] = (byte) Integer.parseInt((String) element);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private ByteLists() {}
}
