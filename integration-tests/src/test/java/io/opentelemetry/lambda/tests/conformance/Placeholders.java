package io.opentelemetry.lambda.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Puts into expected values what differs by invocation, language and machine. */
final class Placeholders {

  /** Stands for any text. */
  static final String ANY = "$any";

  /** Begins a pattern of the header. */
  static final String TRACEPARENT = "$traceparent:";

  /** The one member of what stands for a text that is this value's JSON. */
  static final String JSON_TEXT = "$json";

  static final String LOG_STREAM = "$logStream";

  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders";

  private final ConformanceTable table;
  private final String language;
  private final EchoServer server;
  private final Observation observation;

  Placeholders(
      ConformanceTable table, String language, EchoServer server, Observation observation) {
    this.table = table;
    this.language = language;
    this.server = server;
    this.observation = observation;
  }

  JsonNode fill(JsonNode expected) {
    if (expected.has("$repeat")) {
      JsonNode repeat = expected.get("$repeat");
      return TextNode.valueOf(
          repeat.get("text").textValue().repeat(repeat.get("times").intValue()));
    }
    if (expected.isObject()) {
      ObjectNode filled = JsonNodeFactory.instance.objectNode();
      expected.properties().forEach(member -> filled.set(member.getKey(), fill(member.getValue())));
      return filled;
    }
    if (expected.isArray()) {
      ArrayNode filled = JsonNodeFactory.instance.arrayNode();
      expected.forEach(element -> filled.add(fill(element)));
      return filled;
    }
    return expected.isTextual() && expected.textValue().startsWith("$")
        ? value(expected.textValue())
        : expected;
  }

  private JsonNode value(String text) {
    return switch (text) {
      case "$requestId" -> TextNode.valueOf(observation.result().requestId());
      case "$coldStart" -> BooleanNode.valueOf(observation.result().coldStart());
      case "$invokedArn" -> TextNode.valueOf(ARN);
      case "$functionArn" -> TextNode.valueOf(ARN);
      case "$memoryBytes" -> IntNode.valueOf(512 * 1024 * 1024);
      case "$serverAddress" -> TextNode.valueOf(server.host());
      case "$serverPort" -> IntNode.valueOf(server.port());
      default -> composed(text);
    };
  }

  private JsonNode composed(String text) {
    if (text.startsWith("$server/")) {
      return TextNode.valueOf(text.replace("$server", server.url()));
    }
    String[] parts = text.split("\\.", -1);
    return switch (parts[0]) {
      case "$error" -> error(parts[1], parts[2]);
      case "$traceparent" -> TextNode.valueOf(TRACEPARENT + traceparent(parts[1]));
      case "$notSampled" ->
          TextNode.valueOf(TRACEPARENT + "00-" + parts[1] + "-[0-9a-f]{16}-0[02]");
      default -> TextNode.valueOf(text);
    };
  }

  private JsonNode error(String name, String member) {
    JsonNode error = table.error(name);
    return error.has(member) ? error.get(member) : error.get(language).get(member);
  }

  /** A pattern of the header that names a span of the case as the parent. */
  private String traceparent(String name) {
    return observation
        .span(name)
        .map(span -> "00-" + Hex.of(span.getTraceId()) + "-" + Hex.of(span.getSpanId()) + "-0[13]")
        .orElse("no span " + name);
  }
}
