package io.opentelemetry.lambda.instrumentation;

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

/**
 * A row of the documented table of triggers, and what the span of an example event must be: one
 * from AWS's documentation, with the context of a sender added where there is a place for it.
 */
public final class TriggerRow {

  public final String trigger;
  public final String event;
  public final String type;
  public final SpanKind kind;
  public final String spanName;
  public final Map<String, Object> attributes = new LinkedHashMap<>();
  public final List<String> links = new ArrayList<>();
  public String parent = "";

  TriggerRow(String trigger, String event, String type, SpanKind kind, String spanName) {
    this.trigger = trigger;
    this.event = event;
    this.type = type;
    this.kind = kind;
    this.spanName = spanName;
    attributes.put("faas.trigger", type);
  }

  TriggerRow with(String attribute, Object value) {
    attributes.put(attribute, value);
    return this;
  }

  TriggerRow parent(String spanId) {
    parent = spanId;
    return this;
  }

  TriggerRow link(String spanId) {
    links.add(spanId);
    return this;
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

  /** The event. */
  public byte[] json() {
    return json(event);
  }

  static byte[] json(String event) {
    try (InputStream json = TriggerRow.class.getResourceAsStream("/events/" + event + ".json")) {
      return json.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return trigger + " (" + event + ")";
  }
}
