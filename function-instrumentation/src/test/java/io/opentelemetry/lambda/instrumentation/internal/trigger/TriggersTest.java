package io.opentelemetry.lambda.instrumentation.internal.trigger;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TriggersTest {

  @RegisterExtension static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  @Test
  void restApi() {
    Event event =
        event(
            """
            {"resource":"/items/{id}","path":"/items/1","httpMethod":"PUT",
             "headers":{"X-Forwarded-Proto":"https","User-Agent":"curl"},
             "requestContext":{"stage":"prod"}}
            """);
    Trigger trigger = Triggers.of(event);
    assertThat(trigger.type()).isEqualTo("http");
    assertThat(trigger.spanName(event)).isEqualTo("PUT /items/{id}");
    assertThat(attributes(trigger, event).asMap())
        .isEqualTo(
            Attributes.builder()
                .put("http.request.method", "PUT")
                .put("http.route", "/items/{id}")
                .put("url.path", "/items/1")
                .put("url.scheme", "https")
                .put("user_agent.original", "curl")
                .build()
                .asMap());
  }

  @Test
  void httpApi() {
    Event event =
        event(
            """
            {"version":"2.0","routeKey":"GET /items/{id}","rawPath":"/items/1",
             "requestContext":{"stage":"$default","http":{"method":"GET","path":"/items/1"}}}
            """);
    Trigger trigger = Triggers.of(event);
    assertThat(trigger.type()).isEqualTo("http");
    assertThat(trigger.spanName(event)).isEqualTo("GET /items/{id}");
    assertThat(attributes(trigger, event).get(stringKey("url.path"))).isEqualTo("/items/1");
  }

  @Test
  void functionUrl_hasNoRoute() {
    Event event =
        event(
            """
            {"version":"2.0","routeKey":"$default","rawPath":"/",
             "requestContext":{"http":{"method":"GET"}}}
            """);
    Trigger trigger = Triggers.of(event);
    assertThat(trigger.type()).isEqualTo("http");
    assertThat(trigger.spanName(event)).isNull();
    assertThat(attributes(trigger, event).get(stringKey("http.route"))).isNull();
  }

  @Test
  void whatOnlyLooksLikeApiGateway_isOther() {
    assertThat(Triggers.of(event("{\"httpMethod\":{\"a\":1}}")).type()).isEqualTo("other");
    assertThat(Triggers.of(event("{\"requestContext\":\"GET\"}")).type()).isEqualTo("other");
    assertThat(Triggers.of(event("[]")).type()).isEqualTo("other");
  }

  private static Event event(String json) {
    return Event.parse(json.getBytes(UTF_8));
  }

  private static Attributes attributes(Trigger trigger, Event event) {
    SpanBuilder span = otel.getOpenTelemetry().getTracer("test").spanBuilder("test");
    trigger.setAttributes(span, event);
    span.startSpan().end();
    Attributes attributes = otel.getSpans().get(0).getAttributes();
    otel.clearSpans();
    return attributes;
  }
}
