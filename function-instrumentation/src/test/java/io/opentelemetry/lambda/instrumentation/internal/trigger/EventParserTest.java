package io.opentelemetry.lambda.instrumentation.internal.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {

  @Test
  void parse_object() {
    assertThat(
            parse(
                " { \"a\" : \"b\" , \"n\":-1.5e3,\"t\":true, \"o\":{\"x\":\"y\"}, \"e\":{}, \"l\":[\"1\", 2,[]] } "))
        .isEqualTo(
            Map.of(
                "a",
                "b",
                "n",
                "-1.5e3",
                "t",
                "true",
                "o",
                Map.of("x", "y"),
                "e",
                Map.of(),
                "l",
                List.of("1", "2", List.of())));
  }

  @Test
  void parse_nullMember_isAbsent() {
    assertThat(parse("{\"a\":null,\"b\":[null,\"c\"]}")).isEqualTo(Map.of("b", List.of("c")));
  }

  @Test
  void parse_escapes() {
    assertThat(parse("{\"a\\\"\":\"\\\\ \\/ \\b\\f\\n\\r\\t \\u00e9 \\ud83d\\ude00 é\"}"))
        .isEqualTo(Map.of("a\"", "\\ / \b\f\n\r\t é 😀 é"));
  }

  @Test
  void parse_longString_isPassedOver() {
    assertThat(parse("{\"body\":\"" + "x".repeat(100_000) + "\",\"a\":\"b\"}"))
        .isEqualTo(Map.of("a", "b"));
  }

  @Test
  void parse_longList_isCutOff() {
    assertThat(parse("{\"l\":[0" + ",1".repeat(10_000) + "],\"a\":\"b\"}"))
        .containsEntry("a", "b")
        .hasEntrySatisfying("l", list -> assertThat((List<?>) list).hasSize(16));
  }

  @Test
  void parse_deepNesting_isPassedOver() {
    int depth = 1_000_000;
    assertThat(parse("{\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"a\":\"b\"}"))
        .containsEntry("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"text\"",
        "[{\"a\":\"b\"}]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":\"b\"",
        "{\"a\":\"b",
        "{\"a\":\"b\\",
        "{\"a\":\"b\\u12\"}",
        "{\"a\":\"b\"]",
        "{\"a\" \"b\"}",
        "{a:1}",
        "{\"a\":}",
        "{\"a\":[1,2}",
        "not JSON",
      })
  void parse_notAnObjectOrNotJson_hasNoMembers(String json) {
    assertThat(parse(json)).isEmpty();
  }

  private static Map<String, Object> parse(String json) {
    return EventParser.parse(json.getBytes(UTF_8));
  }
}
