package io.opentelemetry.lambda.emulator.internal.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * An extension's subscription.
 *
 * @param kinds the names of the kinds, as in the request
 * @param maxItems how many events are sent together at most
 * @param maxBytes how long they are together at most
 * @param timeoutMillis how long the first of them waits for others at most
 */
record SubscriptionRequest(
    Set<String> kinds, URI destination, int maxItems, int maxBytes, int timeoutMillis) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SCHEMAS = Set.of("2022-07-01", "2022-12-13", "2025-01-29");
  private static final Set<String> KINDS = Set.of("platform", "function", "extension");
  private static final Set<String> HOSTS =
      Set.of("sandbox.localdomain", "sandbox", "localhost", "127.0.0.1");

  /**
   * Reads a request's body.
   *
   * @param reach gives the port here that leads to a port of the extension's localhost
   * @throws IllegalArgumentException if it is not a valid one, and why
   */
  static SubscriptionRequest parse(byte[] body, IntUnaryOperator reach) {
    JsonNode request = readTree(body);
    check(
        SCHEMAS.contains(request.path("schemaVersion").asText()),
        "schemaVersion must be one of 2022-07-01, 2022-12-13 and 2025-01-29");
    Set<String> kinds = new LinkedHashSet<>();
    for (JsonNode type : request.path("types")) {
      check(KINDS.contains(type.asText()), "types must be platform, function or extension");
      kinds.add(type.asText());
    }
    check(!kinds.isEmpty(), "types must not be empty");
    JsonNode destination = request.path("destination");
    check(
        "HTTP".equals(destination.path("protocol").asText()), "destination.protocol must be HTTP");
    JsonNode buffering = request.path("buffering");
    return new SubscriptionRequest(
        kinds,
        uri(destination.path("URI").asText(), reach),
        number(buffering, "maxItems", 10_000, 1_000, 10_000),
        number(buffering, "maxBytes", 262_144, 262_144, 1_048_576),
        number(buffering, "timeoutMs", 1_000, 25, 30_000));
  }

  boolean includes(EventKind kind) {
    return kinds.contains(kind.text());
  }

  private static JsonNode readTree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is not JSON", e);
    }
  }

  /** The name by which an extension means its own environment is this machine, at some port. */
  private static URI uri(String text, IntUnaryOperator reach) {
    URI uri = URI.create(text);
    check(
        "http".equals(uri.getScheme()) && HOSTS.contains(String.valueOf(uri.getHost())),
        "destination.URI must be http://sandbox.localdomain:PORT");
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    int port = reach.applyAsInt(uri.getPort() < 0 ? 80 : uri.getPort());
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static int number(JsonNode buffering, String name, int byDefault, int min, int max) {
    int value = buffering.path(name).asInt(byDefault);
    check(value >= min && value <= max, "buffering." + name + " must be " + min + " to " + max);
    return value;
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
