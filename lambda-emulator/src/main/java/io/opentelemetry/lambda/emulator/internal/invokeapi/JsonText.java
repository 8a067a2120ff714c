package io.opentelemetry.lambda.emulator.internal.invokeapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Checks JSON of any depth, without keeping any of it. */
public final class JsonText {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * Checks that a text is one value.
   *
   * @throws IOException if it is not, and why
   */
  public static void check(byte[] text) throws IOException {
    check(text, null);
  }

  /**
   * Checks that a text is one object.
   *
   * @throws IOException if it is not, and why
   */
  static void checkObject(byte[] text) throws IOException {
    check(text, JsonToken.START_OBJECT);
  }

  private static void check(byte[] text, @Nullable JsonToken expected) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null || (expected != null && first != expected)) {
        throw new JsonParseException(parser, expected == null ? "no value" : "no object");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
    }
  }

  private JsonText() {}
}
