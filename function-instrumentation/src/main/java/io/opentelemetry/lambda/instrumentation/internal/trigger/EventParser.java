package io.opentelemetry.lambda.instrumentation.internal.trigger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads as much of a JSON text as it takes to tell triggers apart: objects become maps, arrays
 * lists, strings and other scalars strings. What is deep, long or far down a list is passed over
 * without being decoded, so a large body costs one look at its bytes.
 */
final class EventParser {

  private static final int MAX_DEPTH = 6;
  private static final int MAX_ELEMENTS = 16;
  private static final int MAX_STRING_BYTES = 8192;

  private final byte[] json;
  private int position;

  /**
   * Returns the event's members, or none if it is not a JSON object, or not JSON.
   *
   * <p>Values are {@code Map<String, Object>}, {@code List<Object>} or {@code String}; a JSON
   * {@code null} and whatever was passed over are absent.
   */
  static Map<String, Object> parse(byte[] json) {
    EventParser parser = new EventParser(json);
    Map<String, Object> members = new LinkedHashMap<>();
    try {
      if (parser.peek() == '{') {
        parser.readObject(members, 1);
      }
    } catch (MalformedEventException e) {
      members.clear();
    }
    return members;
  }

  private EventParser(byte[] json) {
    this.json = json;
  }

  private void readObject(Map<String, Object> members, int depth) {
    expect('{');
    if (peek() == '}') {
      position++;
      return;
    }
    do {
      if (peek() != '"') {
        throw new MalformedEventException();
      }
      String name = readString();
      expect(':');
      Object value = readValue(depth);
      if (name != null && value != null) {
        members.put(name, value);
      }
    } while (readSeparator('}'));
  }

  private List<Object> readArray(int depth) {
    List<Object> elements = new ArrayList<>();
    expect('[');
    if (peek() == ']') {
      position++;
      return elements;
    }
    do {
      if (elements.size() == MAX_ELEMENTS) {
        skipValue();
      } else {
        Object element = readValue(depth);
        if (element != null) {
          elements.add(element);
        }
      }
    } while (readSeparator(']'));
    return elements;
  }

  private @Nullable Object readValue(int depth) {
    byte first = peek();
    if (first == '"') {
      return readString();
    }
    if (first == '{' || first == '[') {
      if (depth == MAX_DEPTH) {
        skipValue();
        return null;
      }
      if (first == '[') {
        return readArray(depth + 1);
      }
      Map<String, Object> members = new LinkedHashMap<>();
      readObject(members, depth + 1);
      return members;
    }
    return readLiteral();
  }

  private @Nullable String readString() {
    int start = ++position;
    boolean escaped = skipToQuote();
    int length = position++ - start;
    if (length > MAX_STRING_BYTES) {
      return null;
    }
    String text = new String(json, start, length, StandardCharsets.UTF_8);
    return escaped ? unescape(text) : text;
  }

  /** Goes to the quote that ends the string; true if the string has escapes. */
  private boolean skipToQuote() {
    boolean escaped = false;
    byte[] bytes = json;
    int i = position;
    while (i < bytes.length) {
      byte b = bytes[i];
      if (b == '"') {
        position = i;
        return escaped;
      }
      if (b == '\\') {
        escaped = true;
        i++;
      }
      i++;
    }
    throw new MalformedEventException();
  }

  private @Nullable String readLiteral() {
    int start = position;
    while (position < json.length && isLiteral(json[position])) {
      position++;
    }
    if (position == start) {
      throw new MalformedEventException();
    }
    String text = new String(json, start, position - start, StandardCharsets.US_ASCII);
    return text.equals("null") ? null : text;
  }

  private static boolean isLiteral(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '+'
        || b == '.';
  }

  /** Passes over one value of any depth, without recursion. */
  private void skipValue() {
    int depth = 0;
    do {
      byte b = peek();
      if (b == '"') {
        position++;
        skipToQuote();
        position++;
      } else if (b == '{' || b == '[') {
        depth++;
        position++;
      } else if (b == '}' || b == ']') {
        depth--;
        position++;
      } else if (depth > 0 && (b == ',' || b == ':')) {
        position++;
      } else {
        readLiteral();
      }
    } while (depth > 0);
    if (depth < 0) {
      throw new MalformedEventException();
    }
  }

  /** Whether another member or element follows, or else the end of the object or array. */
  private boolean readSeparator(char end) {
    byte b = peek();
    position++;
    if (b == ',') {
      return true;
    }
    if (b == end) {
      return false;
    }
    throw new MalformedEventException();
  }

  private void expect(char character) {
    if (peek() != character) {
      throw new MalformedEventException();
    }
    position++;
  }

  /** The next byte that is not white space, without going past it. */
  private byte peek() {
    while (position < json.length) {
      byte b = json[position];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
      position++;
    }
    throw new MalformedEventException();
  }

  private static String unescape(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        result.append(c);
        continue;
      }
      c = text.charAt(++i);
      switch (c) {
        case 'b':
          result.append('\b');
          break;
        case 'f':
          result.append('\f');
          break;
        case 'n':
          result.append('\n');
          break;
        case 'r':
          result.append('\r');
          break;
        case 't':
          result.append('\t');
          break;
        case 'u':
          result.append(unescapeUnicode(text, i + 1));
          i += 4;
          break;
        default:
          result.append(c);
      }
    }
    return result.toString();
  }

  private static char unescapeUnicode(String text, int start) {
    try {
      return (char) Integer.parseInt(text.substring(start, start + 4), 16);
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new MalformedEventException();
    }
  }

  private static final class MalformedEventException extends RuntimeException {
    MalformedEventException() {
      super("malformed event", null, false, false);
    }
  }
}
