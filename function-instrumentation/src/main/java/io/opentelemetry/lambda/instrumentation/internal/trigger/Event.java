package io.opentelemetry.lambda.instrumentation.internal.trigger;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An invocation's event, as far as it tells what triggered the invocation. */
public final class Event {

  /** An event that could not be looked at. */
  public static final Event UNKNOWN = new Event(Collections.emptyMap());

  private final Map<String, Object> members;
  private @Nullable Map<String, String> headers;

  /** Reads an event of any kind; one that is not a JSON object has no members. */
  public static Event parse(byte[] json) {
    return new Event(EventParser.parse(json));
  }

  private Event(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * The headers of an HTTP trigger by their names in lower case, or none. Where a header was sent
   * more than once, the values are joined by commas, as HTTP allows.
   */
  public Map<String, String> headers() {
    if (headers == null) {
      headers = readHeaders();
    }
    return headers;
  }

  private Map<String, String> readHeaders() {
    Map<?, ?> single = object("headers");
    Map<?, ?> multiple = object("multiValueHeaders");
    Map<String, String> result = new HashMap<>();
    for (Map.Entry<?, ?> header : single.entrySet()) {
      putHeader(result, header.getKey(), header.getValue());
    }
    for (Map.Entry<?, ?> header : multiple.entrySet()) {
      putHeader(result, header.getKey(), header.getValue());
    }
    return result;
  }

  private static void putHeader(Map<String, String> headers, Object name, Object value) {
    if (value instanceof String) {
      headers.put(lowerCase(name), (String) value);
    } else if (value instanceof List && !((List<?>) value).isEmpty()) {
      StringBuilder joined = new StringBuilder();
      for (Object element : (List<?>) value) {
        joined.append(joined.length() == 0 ? "" : ",").append(element);
      }
      headers.put(lowerCase(name), joined.toString());
    }
  }

  private static String lowerCase(Object name) {
    return ((String) name).toLowerCase(Locale.ROOT);
  }

  /** The string, number or boolean at the end of the path, or null. */
  @Nullable String value(String... path) {
    Object node = node(path);
    return node instanceof String ? (String) node : null;
  }

  /** The object at the end of the path, or an empty one. */
  private Map<?, ?> object(String... path) {
    Object node = node(path);
    return node instanceof Map ? (Map<?, ?>) node : Collections.emptyMap();
  }

  private @Nullable Object node(String... path) {
    Object node = members;
    for (String name : path) {
      if (!(node instanceof Map)) {
        return null;
      }
      node = ((Map<?, ?>) node).get(name);
    }
    return node;
  }
}
