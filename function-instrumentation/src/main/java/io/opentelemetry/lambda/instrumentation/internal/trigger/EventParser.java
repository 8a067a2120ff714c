package io.opentelemetry.lambda.instrumentation.internal.trigger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads as much of an event as it takes to describe what triggered the invocation: objects become
 * maps, arrays lists, strings and other scalars strings.
 *
 * <p>It stops before an HTTP request's body, and in a batch after the record with which {@link
 * #MAX_BYTES} are exceeded. What is deep, long or far down a list is passed over without being
 * decoded.
 */
final class EventParser {

  /** How much of a batch is gone over. */
  static final int MAX_BYTES = 128 * 1024;

  /** As many messages as a span may have links. */
  static final int MAX_RECORDS = 128;

  private static final int MAX_DECODED_BYTES = 256 * 1024;
  private static final int MAX_DEPTH = 8;

  /** An array above this depth has the records of a batch. */
  private static final int RECORD_DEPTH = 4;

  /** Kafka's headers are lists of bytes. */
  private static final int MAX_NESTED_ELEMENTS = 1024;

  private static final int MAX_STRING_BYTES = 16 * 1024;

  private final JsonScanner json;
  private int decodedBytes;

  /** Returns the event; one that is not a JSON object, or not JSON, has no members. */
  static Event parse(JsonScanner json) {
    EventParser parser = new EventParser(json);
    Map<String, Object> members = new LinkedHashMap<>();
    try {
      return new Event(members, json.peek() != '{' || parser.readObject(members, 1));
    } catch (MalformedJsonException e) {
      return Event.UNKNOWN;
    }
  }

  private EventParser(JsonScanner json) {
    this.json = json;
  }

  /** Returns false if it stopped within the object. */
  private boolean readObject(Map<String, Object> members, int depth) {
    json.expect('{');
    if (json.accept('}')) {
      return true;
    }
    do {
      String name = decoded(json.readString(MAX_STRING_BYTES));
      json.expect(':');
      if (depth == 1 && "body".equals(name) && members.containsKey("requestContext")) {
        return false;
      }
      if (!readMember(members, name, depth)) {
        return false;
      }
      if (depth < RECORD_DEPTH - 1 && decodedBytes > MAX_DECODED_BYTES) {
        return false;
      }
    } while (json.readSeparator('}'));
    return true;
  }

  /** Containers become members before they are read, since reading may stop within them. */
  private boolean readMember(Map<String, Object> members, @Nullable String name, int depth) {
    byte first = json.peek();
    if (name == null || isTooMuch(first, depth)) {
      json.skipValue();
      return true;
    }
    if (first == '{') {
      Map<String, Object> object = new LinkedHashMap<>();
      members.put(name, object);
      return readObject(object, depth + 1);
    }
    if (first == '[') {
      List<@Nullable Object> array = new ArrayList<>();
      members.put(name, array);
      return readArray(array, depth + 1);
    }
    String value = readScalar(first);
    if (value == null) {
      members.remove(name);
    } else {
      members.put(name, value);
    }
    return true;
  }

  /**
   * Elements that were passed over are null, so a batch has its size, and a list that was cut off
   * can be told. Returns false if it stopped within the array; the element it stopped in is no part
   * of the list.
   */
  private boolean readArray(List<@Nullable Object> elements, int depth) {
    json.expect('[');
    if (json.accept(']')) {
      return true;
    }
    int maxElements = depth < RECORD_DEPTH ? MAX_RECORDS : MAX_NESTED_ELEMENTS;
    do {
      byte first = json.peek();
      if (elements.size() >= maxElements || isTooMuch(first, depth)) {
        json.skipValue();
        if (depth < RECORD_DEPTH || elements.size() <= maxElements) {
          elements.add(null);
        }
      } else if (first == '{') {
        Map<String, Object> object = new LinkedHashMap<>();
        if (!readObject(object, depth + 1)) {
          return false;
        }
        elements.add(object);
      } else if (first == '[') {
        List<@Nullable Object> array = new ArrayList<>();
        if (!readArray(array, depth + 1)) {
          return false;
        }
        elements.add(array);
      } else {
        elements.add(readScalar(first));
      }
      if (depth < RECORD_DEPTH && json.position() > MAX_BYTES && json.peek() == ',') {
        return false;
      }
    } while (json.readSeparator(']'));
    return true;
  }

  private boolean isTooMuch(byte first, int depth) {
    return (first == '{' || first == '[')
        && (depth >= MAX_DEPTH || (depth >= RECORD_DEPTH - 1 && decodedBytes > MAX_DECODED_BYTES));
  }

  private @Nullable String readScalar(byte first) {
    return decoded(first == '"' ? json.readString(MAX_STRING_BYTES) : json.readLiteral());
  }

  private @Nullable String decoded(@Nullable String text) {
    decodedBytes += text == null ? 0 : text.length();
    return text;
  }
}
