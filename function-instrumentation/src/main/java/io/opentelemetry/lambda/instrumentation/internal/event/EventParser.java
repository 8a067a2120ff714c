package io.opentelemetry.lambda.instrumentation.internal.event;

import io.opentelemetry.lambda.instrumentation.internal.json.JsonScanner;
import io.opentelemetry.lambda.instrumentation.internal.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads as much of an event as it takes to describe what triggered the invocation: objects become
 * maps, arrays lists, strings and other scalars strings.
 *
 * <p>It stops before an HTTP request's body, and in a batch after the record with which {@link
 * #MAX_BYTES} are exceeded, but only where {@link KnownMembers} has all that a trigger asks for.
 * The members of an object have no order: otherwise the rest is gone over. What is deep, long or
 * far down a list is passed over without being decoded.
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
  private final KnownMembers known = new KnownMembers();
  private final Map<String, Object> root = new LinkedHashMap<>();
  private boolean complete = true;
  private int decodedBytes;

  /** Where the member of the event that is being read begins. */
  private int memberStart;

  /**
   * Parses the event; one that is not a JSON object, or not JSON, has no members. Of an array of
   * objects, such as AppSync's batch resolvers get, it is the first.
   */
  static Event parse(JsonScanner json) {
    EventParser parser = new EventParser(json);
    try {
      return parser.readEvent();
    } catch (MalformedJsonException e) {
      return Event.UNKNOWN;
    }
  }

  private EventParser(JsonScanner json) {
    this.json = json;
  }

  private Event readEvent() {
    if (json.peek() == '{') {
      readObject(root, 1);
      return new Event(root, complete);
    }
    if (json.accept('[') && json.peek() == '{') {
      readObject(root, 1);
      Event first = new Event(root, false);
      if (first.isAppSync()) {
        return first;
      }
    }
    return new Event(Collections.emptyMap(), true);
  }

  /** Reads an object's members; false if nothing that follows is needed. */
  private boolean readObject(Map<String, Object> members, int depth) {
    json.expect('{');
    if (json.accept('}')) {
      return true;
    }
    do {
      String name = decoded(json.readString(MAX_STRING_BYTES));
      json.expect(':');
      if (depth == 1) {
        if ("body".equals(name)) {
          if (known.areOfRequest(root)) {
            return stop();
          }
          // no trigger is told by it
          json.skipValue();
          continue;
        }
        begin(name);
      }
      if (!readMember(members, name, depth)) {
        return false;
      }
      if (depth == RECORD_DEPTH - 2 && isFull() && json.peek() == ',') {
        skipMembers();
        return true;
      }
    } while (json.readSeparator('}'));
    return true;
  }

  private boolean stop() {
    complete = false;
    return false;
  }

  /**
   * Begins a member; what came before leaves a member that a trigger asks for as much room as it
   * needs.
   */
  private void begin(@Nullable String name) {
    memberStart = json.position();
    if (name != null && known.add(name)) {
      decodedBytes = 0;
    }
  }

  private void skipMembers() {
    complete = false;
    while (json.readSeparator('}')) {
      json.skipValue();
      json.expect(':');
      json.skipValue();
    }
  }

  private void skipElements() {
    complete = false;
    while (json.readSeparator(']')) {
      json.skipValue();
    }
  }

  /** Containers become members before they are read, since reading may stop within them. */
  private boolean readMember(Map<String, Object> members, @Nullable String name, int depth) {
    byte first = json.peek();
    if (name == null || (depth == 1 && isFull()) || isTooMuch(first, depth)) {
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
   * can be told. Returns false if nothing that follows is needed.
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
        readObject(object, depth + 1);
        elements.add(object);
      } else if (first == '[') {
        List<@Nullable Object> array = new ArrayList<>();
        readArray(array, depth + 1);
        elements.add(array);
      } else {
        elements.add(readScalar(first));
      }
      if (depth < RECORD_DEPTH && json.position() - memberStart > MAX_BYTES && json.peek() == ',') {
        if (known.areOfBatch(root)) {
          return stop();
        }
        skipElements();
        return true;
      }
    } while (json.readSeparator(']'));
    return true;
  }

  private boolean isTooMuch(byte first, int depth) {
    return (first == '{' || first == '[')
        && (depth >= MAX_DEPTH || (depth >= RECORD_DEPTH - 1 && isFull()));
  }

  private boolean isFull() {
    return decodedBytes > MAX_DECODED_BYTES;
  }

  private @Nullable String readScalar(byte first) {
    return decoded(first == '"' ? json.readString(MAX_STRING_BYTES) : json.readLiteral());
  }

  private @Nullable String decoded(@Nullable String text) {
    decodedBytes += text == null ? 0 : text.length();
    return text;
  }
}
