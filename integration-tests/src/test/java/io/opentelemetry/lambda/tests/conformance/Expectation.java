package io.opentelemetry.lambda.tests.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Compares what came of a case with what the table says. */
final class Expectation {

  /** Attributes that the agent adds to every span. */
  private static final Set<String> IGNORED = Set.of("thread.id", "thread.name");

  private static final Pattern LOG_STREAM =
      Pattern.compile("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConformanceTable table;
  private final ConformanceCase testCase;
  private final Observation observation;
  private final Placeholders placeholders;
  private final List<String> differences = new ArrayList<>();

  Expectation(
      ConformanceTable table,
      ConformanceCase testCase,
      Observation observation,
      Placeholders placeholders) {
    this.table = table;
    this.testCase = testCase;
    this.observation = observation;
    this.placeholders = placeholders;
  }

  /** Lists the differences, a line for each. */
  List<String> differences() {
    checkResult();
    checkLog();
    checkSpans();
    if (testCase.json().has("resource")) {
      checkAttributes(
          "resource",
          observation.resource().getAttributesList(),
          testCase.json().get("resource"),
          /* exact= */ false);
    }
    return differences;
  }

  private void checkResult() {
    FunctionError error = observation.result().error();
    if (testCase.json().has("error")) {
      JsonNode expected = placeholders.fill(testCase.json().get("error"));
      if (error == null) {
        differ("error", expected, "no error");
        return;
      }
      check("errorType", expected.get("errorType"), TextNode.valueOf(error.errorType()));
      check("errorMessage", expected.get("errorMessage"), TextNode.valueOf(error.errorMessage()));
      return;
    }
    JsonNode response =
        testCase.json().has("response") ? testCase.json().get("response") : table.response();
    JsonNode expected = placeholders.fill(response);
    if (error != null) {
      differ("response", expected, error);
    } else {
      check("response", expected, json(observation.result().payload()));
    }
  }

  private static JsonNode json(byte[] payload) {
    try {
      return JSON.readTree(payload);
    } catch (IOException e) {
      return TextNode.valueOf("not JSON: " + e.getMessage());
    }
  }

  private void checkLog() {
    List<String> lines = observation.result().log().stream().map(LogLine::text).toList();
    for (String line : lines) {
      if (line.startsWith("[otel] ")) {
        differ("log", "no line of the layer", line);
      }
    }
    for (JsonNode expected : testCase.json().path("log")) {
      if (lines.stream().filter(line -> line.contains(expected.textValue())).count() != 1) {
        differ("log", expected, lines);
      }
    }
  }

  private void checkSpans() {
    List<Span> left = new ArrayList<>(observation.spans());
    boolean invocation = true;
    for (JsonNode expected : testCase.json().get("spans")) {
      Optional<Span> span =
          left.stream()
              .filter(candidate -> candidate.getName().equals(expected.get("name").textValue()))
              .findFirst();
      if (span.isEmpty()) {
        differ("span", expected.get("name"), left.stream().map(Span::getName).toList());
      } else {
        left.remove(span.get());
        checkSpan(expected, span.get(), invocation);
      }
      invocation = false;
    }
    if (!left.isEmpty()) {
      differ("spans", "no others", left.stream().map(Span::getName).toList());
    }
  }

  private void checkSpan(JsonNode expected, Span span, boolean invocation) {
    String name = span.getName();
    check(
        name + ": kind",
        TextNode.valueOf("SPAN_KIND_" + expected.get("kind").textValue()),
        TextNode.valueOf(span.getKind().name()));
    check(
        name + ": status",
        TextNode.valueOf("STATUS_CODE_" + expected.path("status").asText("UNSET")),
        TextNode.valueOf(span.getStatus().getCode().name()));
    checkParent(expected.get("parent"), span);
    checkDuration(expected.path("seconds"), span);
    checkLinks(expected.path("links"), span);
    if (invocation || expected.has("events")) {
      checkEvents(expected.path("events"), span);
    }
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    if (invocation) {
      attributes.setAll((ObjectNode) table.invocationAttributes());
    }
    attributes.setAll((ObjectNode) expected.get("attributes"));
    checkAttributes(name, span.getAttributesList(), attributes, invocation);
  }

  private void checkParent(JsonNode expected, Span span) {
    String name = span.getName() + ": parent";
    if (expected.isNull()) {
      check(name, TextNode.valueOf(""), TextNode.valueOf(Hex.of(span.getParentSpanId())));
    } else if (expected.isTextual()) {
      Span parent = observation.span(expected.textValue()).orElse(Span.getDefaultInstance());
      check(name, context(parent.getTraceId(), parent.getSpanId()), parentOf(span));
    } else {
      check(
          name,
          TextNode.valueOf(
              expected.get("traceId").textValue() + "-" + expected.get("spanId").textValue()),
          parentOf(span));
      check(
          span.getName() + ": trace state",
          TextNode.valueOf(expected.path("traceState").asText()),
          TextNode.valueOf(span.getTraceState()));
    }
  }

  /** A machine under load takes a while from the event's making to the invocation. */
  private void checkDuration(JsonNode expected, Span span) {
    long seconds =
        TimeUnit.NANOSECONDS.toSeconds(span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
    if (expected.isNumber() && seconds / 60 != expected.intValue() / 60) {
      differ(span.getName() + ": seconds", expected, seconds);
    }
  }

  private static JsonNode parentOf(Span span) {
    return context(span.getTraceId(), span.getParentSpanId());
  }

  private static JsonNode context(
      com.google.protobuf.ByteString traceId, com.google.protobuf.ByteString spanId) {
    return TextNode.valueOf(Hex.of(traceId) + "-" + Hex.of(spanId));
  }

  private void checkLinks(JsonNode expected, Span span) {
    List<JsonNode> contexts = new ArrayList<>();
    for (JsonNode link : expected) {
      for (int i = 0; i < link.path("times").asInt(1); i++) {
        contexts.add(
            TextNode.valueOf(
                link.get("traceId").textValue() + "-" + link.get("spanId").textValue()));
      }
    }
    List<JsonNode> links =
        span.getLinksList().stream()
            .map(link -> context(link.getTraceId(), link.getSpanId()))
            .toList();
    if (!contexts.equals(links)) {
      differ(span.getName() + ": links", contexts, links);
    }
  }

  private void checkEvents(JsonNode expected, Span span) {
    if (expected.size() != span.getEventsCount()) {
      differ(
          span.getName() + ": events",
          expected,
          span.getEventsList().stream().map(Span.Event::getName).toList());
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      Span.Event event = span.getEvents(i);
      check(
          span.getName() + ": event",
          expected.get(i).get("name"),
          TextNode.valueOf(event.getName()));
      checkAttributes(
          span.getName() + ": event " + event.getName(),
          event.getAttributesList(),
          expected.get(i).get("attributes"),
          /* exact= */ false);
    }
  }

  private void checkAttributes(
      String of, List<KeyValue> attributes, JsonNode expected, boolean exact) {
    ObjectNode actual = JsonNodeFactory.instance.objectNode();
    attributes.forEach(attribute -> actual.set(attribute.getKey(), value(attribute.getValue())));
    JsonNode filled = placeholders.fill(expected);
    filled
        .properties()
        .forEach(
            attribute ->
                check(
                    of + ": " + attribute.getKey(),
                    attribute.getValue(),
                    actual.path(attribute.getKey())));
    if (exact) {
      actual
          .properties()
          .forEach(
              attribute -> {
                if (!filled.has(attribute.getKey()) && !IGNORED.contains(attribute.getKey())) {
                  differ(of + ": " + attribute.getKey(), "absent", attribute.getValue());
                }
              });
    }
  }

  private static JsonNode value(AnyValue value) {
    return switch (value.getValueCase()) {
      case BOOL_VALUE -> BooleanNode.valueOf(value.getBoolValue());
      case INT_VALUE ->
          value.getIntValue() == (int) value.getIntValue()
              ? IntNode.valueOf((int) value.getIntValue())
              : LongNode.valueOf(value.getIntValue());
      case DOUBLE_VALUE -> DoubleNode.valueOf(value.getDoubleValue());
      case STRING_VALUE -> TextNode.valueOf(value.getStringValue());
      default -> TextNode.valueOf(value.toString());
    };
  }

  private void check(String what, JsonNode expected, JsonNode actual) {
    if (!isMet(expected, actual)) {
      differ(what, expected, actual);
    }
  }

  private static boolean isMet(JsonNode expected, JsonNode actual) {
    if (expected.has(Placeholders.JSON_TEXT)) {
      return expected.get(Placeholders.JSON_TEXT).equals(json(actual.asText().getBytes(UTF_8)));
    }
    if (expected.isObject() && actual.isObject() && expected.size() == actual.size()) {
      return expected.properties().stream()
          .allMatch(member -> isMet(member.getValue(), actual.path(member.getKey())));
    }
    return switch (expected.asText()) {
      case Placeholders.ANY -> actual.isTextual();
      case Placeholders.LOG_STREAM -> LOG_STREAM.matcher(actual.asText()).matches();
      default -> expected.equals(actual) || isTraceparent(expected.asText(), actual.asText());
    };
  }

  /** The flags may say besides that the trace id is random. */
  private static boolean isTraceparent(String expected, String actual) {
    return expected.startsWith(Placeholders.TRACEPARENT)
        && actual.matches(expected.substring(Placeholders.TRACEPARENT.length()));
  }

  private void differ(String what, Object expected, Object actual) {
    differences.add(what + ": expected " + brief(expected) + ", was " + brief(actual));
  }

  private static String brief(Object value) {
    String text = String.valueOf(value);
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }
}
