package io.opentelemetry.lambda.instrumentation.internal.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest {

  @Test
  void headers_goByLowerCase() {
    assertThat(event("{\"headers\":{\"X-B3-TraceId\":\"1\",\"traceparent\":\"2\"}}").headers())
        .isEqualTo(Map.of("x-b3-traceid", "1", "traceparent", "2"));
  }

  @Test
  void headers_multiValue_winAndAreJoined() {
    Event event =
        event(
            "{\"headers\":{\"baggage\":\"b=2\",\"only\":\"here\"},"
                + "\"multiValueHeaders\":{\"Baggage\":[\"a=1\",\"b=2\"],\"none\":[]}}");
    assertThat(event.headers()).isEqualTo(Map.of("baggage", "a=1,b=2", "only", "here"));
  }

  @Test
  void headers_ofAnotherKind_areNone() {
    assertThat(event("{\"headers\":\"x\",\"multiValueHeaders\":[1]}").headers()).isEmpty();
    assertThat(event("{\"headers\":{\"a\":{\"b\":\"c\"}}}").headers()).isEmpty();
    assertThat(event("{\"headers\":null}").headers()).isEmpty();
  }

  @Test
  void value_followsThePath() {
    Event event = event("{\"a\":{\"b\":{\"c\":\"d\"}}}");
    assertThat(event.value("a", "b", "c")).isEqualTo("d");
    assertThat(event.value("a", "b")).isNull();
    assertThat(event.value("a", "b", "c", "d")).isNull();
    assertThat(event.value("x")).isNull();
  }

  private static Event event(String json) {
    return Event.parse(json.getBytes(UTF_8));
  }
}
