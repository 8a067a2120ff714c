package io.opentelemetry.lambda.instrumentation.internal.event;

import io.opentelemetry.lambda.instrumentation.internal.json.JsonScanner;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An invocation's event, or a record in it, as far as it tells what triggered the invocation. */
public final class Event {

  /** An event that could not be looked at. */
  public static final Event UNKNOWN = new Event(Collections.emptyMap(), true);

  private final Map<String, Object> members;
  private final boolean complete;
  private @Nullable Map<String, String> headers;

  /** Reads an event of any kind; one that is not a JSON object has no members. */
  public static Event read(InputStream json) throws IOException {
    return EventParser.parse(JsonScanner.of(json));
  }

  /** Reads a JSON text that an event carries in a string. */
  public static Event parse(byte[] json) {
    return EventParser.parse(JsonScanner.of(json, 0, json.length));
  }

  /** A record that is an object in an event. */
  @SuppressWarnings("unchecked") // the parser makes no other maps
  public static Event of(Object object) {
    return new Event((Map<String, Object>) object, true);
  }

  /**
   * @param members {@code Map<String, Object>}, {@code List<Object>} or {@code String} by name; a
   *     JSON {@code null} and whatever was passed over are absent, or null in a list
   * @param complete whether the event was read to its end
   */
  Event(Map<String, Object> members, boolean complete) {
    this.members = members;
    this.complete = complete;
  }

  Map<String, Object> members() {
    return members;
  }

  public boolean isComplete() {
    return complete;
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
    Map<String, Object> single = object("headers");
    if (single.isEmpty() && isAppSync()) {
      single = appSyncHeaders();
    }
    Map<String, Object> multiple = object("multiValueHeaders");
    Map<String, String> result = new HashMap<>();
    for (Map.Entry<String, Object> header : single.entrySet()) {
      putHeader(result, header.getKey(), header.getValue());
    }
    for (Map.Entry<String, Object> header : multiple.entrySet()) {
      putHeader(result, header.getKey(), header.getValue());
    }
    return result;
  }

  private Map<String, Object> appSyncHeaders() {
    Map<String, Object> ofRequest = object("request", "headers");
    return ofRequest.isEmpty() ? object("requestHeaders") : ofRequest;
  }

  private static void putHeader(Map<String, String> headers, String name, Object value) {
    if (value instanceof String) {
      headers.put(name.toLowerCase(Locale.ROOT), (String) value);
    } else if (value instanceof List && !((List<?>) value).isEmpty()) {
      StringBuilder joined = new StringBuilder();
      for (Object element : (List<?>) value) {
        if (!(element instanceof String)) {
          return;
        }
        joined.append(joined.length() == 0 ? "" : ",").append(element);
      }
      headers.put(name.toLowerCase(Locale.ROOT), joined.toString());
    }
  }

  /**
   * Tells whether it is what AppSync passes to a resolver, a channel's handler or an authorizer.
   */
  public boolean isAppSync() {
    if (object("request", "headers").isEmpty()) {
      return has("authorizationToken") && has("requestHeaders");
    }
    return value("info", "fieldName") != null
        || value("fieldName") != null
        || !object("info", "channel").isEmpty();
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** The string, number or boolean at the end of the path, or null. */
  public @Nullable String value(String... path) {
    Object node = node(path);
    return node instanceof String ? (String) node : null;
  }

  /** The object at the end of the path, or an empty one. */
  @SuppressWarnings("unchecked") // the parser makes no other maps
  public Map<String, Object> object(String... path) {
    Object node = node(path);
    return node instanceof Map ? (Map<String, Object>) node : Collections.emptyMap();
  }

  /** The array at the end of the path, or an empty one. */
  public List<?> array(String... path) {
    Object node = node(path);
    return node instanceof List ? (List<?>) node : Collections.emptyList();
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
