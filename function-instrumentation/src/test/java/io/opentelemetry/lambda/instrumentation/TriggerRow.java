package io.opentelemetry.lambda.instrumentation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A case of {@code conformance/events.json}: an event, and the span that it must give. */
public final class TriggerRow {

  public final String name;

  /** The row of the documented table of triggers; empty for a case that is none. */
  public final String trigger;

  /** The function's variables that the case needs. */
  public final Map<String, String> environment = new LinkedHashMap<>();

  /** The X-Ray header of the environment; null for none. */
  public final @Nullable String traceHeader;

  /** The client context's custom members; null for none. */
  public final @Nullable Map<String, String> clientContext;

  /** False where the caller does not sample, so that there is no span. */
  public final boolean sampled;

  public final String type;
  public final SpanKind kind;
  public final String spanName;
  public final Map<String, Object> attributes = new LinkedHashMap<>();
  public final List<String> links = new ArrayList<>();

  /** The parent's span id; empty for none. */
  public final String parent;

  private final JsonNode event;

  TriggerRow(JsonNode json) {
    name = json.get("name").textValue();
    trigger = json.path("trigger").asText();
    event = json.get("event");
    putAll(environment, json.path("environment"));
    traceHeader = json.path("traceHeader").textValue();
    clientContext = json.has("clientContext") ? new LinkedHashMap<>() : null;
    if (clientContext != null) {
      putAll(clientContext, json.get("clientContext").get("custom"));
    }
    JsonNode span = json.get("spans").path(0);
    sampled = !span.isMissingNode();
    type = span.path("attributes").path("faas.trigger").asText();
    kind = SpanKind.valueOf(span.path("kind").asText("SERVER"));
    spanName = span.path("name").asText();
    parent = span.path("parent").path("spanId").asText();
    span.path("attributes")
        .properties()
        .forEach(a -> attributes.put(a.getKey(), value(a.getValue())));
    for (JsonNode link : span.path("links")) {
      for (int i = 0; i < link.path("times").asInt(1); i++) {
        links.add(link.get("spanId").textValue());
      }
    }
  }

  private static void putAll(Map<String, String> target, JsonNode object) {
    object.properties().forEach(member -> target.put(member.getKey(), member.getValue().asText()));
  }

  private static Object value(JsonNode json) {
    return json.isInt() ? (Object) json.intValue() : json.textValue();
  }

  /** With what every span has. */
  Attributes allAttributes() {
    var all =
        Attributes.builder()
            .put("faas.invocation_id", TestContext.create().getAwsRequestId())
            .put("faas.coldstart", true)
            .put("aws.lambda.invoked_arn", TestContext.ARN + ":prod")
            .put("cloud.account.id", "123456789012")
            .put("cloud.resource_id", TestContext.ARN + ":7");
    attributes.forEach(
        (name, value) -> {
          if (value instanceof Integer number) {
            all.put(AttributeKey.longKey(name), number.longValue());
          } else {
            all.put(name, (String) value);
          }
        });
    return all.build();
  }

  /** The event's bytes. */
  public byte[] json() {
    if (event.has("file")) {
      return resource("/" + event.get("file").textValue());
    }
    if (event.has("json")) {
      return event.get("json").toString().getBytes(UTF_8);
    }
    if (event.has("text")) {
      return event.get("text").textValue().getBytes(UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : event.get("parts")) {
      text.append(part.get("text").textValue().repeat(part.get("times").intValue()));
    }
    return text.toString().getBytes(UTF_8);
  }

  static byte[] json(String event) {
    return resource("/events/" + event + ".json");
  }

  static byte[] resource(String path) {
    try (InputStream json = TriggerRow.class.getResourceAsStream(path)) {
      return json.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
