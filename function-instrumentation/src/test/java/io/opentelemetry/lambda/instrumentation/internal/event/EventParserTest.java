package io.opentelemetry.lambda.instrumentation.internal.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    assertThat(parse("{\"a\":null,\"b\":[null,\"c\"]}"))
        .isEqualTo(Map.of("b", Arrays.asList(null, "c")));
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
  void parse_longList_keepsItsSize() {
    assertThat(parse("{\"l\":[0" + ",1".repeat(10_000) + "],\"a\":\"b\"}"))
        .containsEntry("a", "b")
        .hasEntrySatisfying(
            "l",
            list ->
                assertThat((List<?>) list)
                    .hasSize(10_001)
                    .filteredOn(Objects::nonNull)
                    .hasSize(EventParser.MAX_RECORDS));
  }

  @Test
  void parse_longNestedList_showsThatItWasCutOff() {
    String nested = "[0" + ",1".repeat(10_000) + "]";
    List<?> list =
        Event.parse(bytes("{\"a\":{\"b\":{\"l\":" + nested + "}}}")).array("a", "b", "l");
    assertThat(list).hasSize(1025).last().isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'requestContext':{},'rawPath':'/','rawQueryString':'','routeKey':'a','headers':{}",
        "'requestContext':{},'resource':'/','path':'/','httpMethod':'GET','headers':null,"
            + "'multiValueHeaders':null,'queryStringParameters':null,"
            + "'multiValueQueryStringParameters':null",
        "'requestContext':{'elb':{}},'path':'/','httpMethod':'GET','headers':{},"
            + "'queryStringParameters':{}",
        "'requestContext':{'elb':{}},'path':'/','httpMethod':'GET','multiValueHeaders':{},"
            + "'multiValueQueryStringParameters':{}",
      })
  void parse_bodyBehindAllThatIsNeeded_isNotLookedAt(String members) {
    Event event = Event.parse(bytes("{" + members.replace('\'', '"') + ",\"body\":not JSON"));
    assertThat(event.members()).containsKey("requestContext");
    assertThat(event.isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'requestContext':{}",
        "'requestContext':{},'rawPath':'/','rawQueryString':'','routeKey':'a'",
        "'requestContext':{},'resource':'/','path':'/','httpMethod':'GET','headers':null,"
            + "'queryStringParameters':null,'multiValueQueryStringParameters':null",
        "'requestContext':{'elb':{}},'path':'/','httpMethod':'GET','queryStringParameters':{}",
        "'a':'b'",
      })
  void parse_bodyBeforeWhatIsNeeded_isPassedOver(String members) {
    String body = "\"" + "x".repeat(6_000_000) + "\"";
    Event event =
        Event.parse(
            bytes(
                "{"
                    + members.replace('\'', '"')
                    + ",\"body\":"
                    + body
                    + ",\"multiValueHeaders\":{\"a\":[\"1\",\"2\"]},\"headers\":{\"b\":\"3\"}}"));
    assertThat(event.headers()).isEqualTo(Map.of("a", "1,2", "b", "3"));
    assertThat(event.members()).doesNotContainKey("body");
  }

  @Test
  void read_largeBatchOfAKnownSource_stopsBetweenTwoRecords() throws Exception {
    String first =
        "{\"body\":\"" + "x".repeat(2 * EventParser.MAX_BYTES) + "\",\"eventSource\":\"1\"}";
    String rest = ",{\"id\":\"2\"}".repeat(400_000);
    ByteArrayInputStream json =
        new ByteArrayInputStream(bytes("{\"Records\":[" + first + rest + "]}"));
    int size = json.available();
    Event event = Event.read(json);
    assertThat(event.array("Records")).isEqualTo(List.of(Map.of("eventSource", "1")));
    assertThat(event.isComplete()).isFalse();
    assertThat(size - json.available()).isLessThan(5 * EventParser.MAX_BYTES);
  }

  @Test
  void parse_largeBatchBeforeItsSource_isGoneOverToTheSource() {
    String record = "{\"messageID\":\"" + "x".repeat(1000) + "\"}";
    Event event =
        Event.parse(
            bytes(
                "{\"messages\":["
                    + record.concat(",").repeat(4_000)
                    + record
                    + "],\"eventSource\":\"aws:mq\"}"));
    assertThat(event.value("eventSource")).isEqualTo("aws:mq");
    assertThat(event.array("messages")).hasSizeLessThan(200);
    assertThat(event.isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{%s,\"z\":1},%s}",
        "{\"a\":{\"b\":{%s,\"z\":1}},%s}",
        "{\"a\":[{%s,\"z\":1}],%s}",
        "{%s,%s}",
      })
  void parse_muchThatIsNotNeeded_leavesRoomForWhatIs(String event) {
    String much =
        IntStream.range(0, 4_000)
            .mapToObj(i -> "\"m" + i + "\":\"" + "x".repeat(1000) + "\"")
            .collect(Collectors.joining(","));
    Event parsed = Event.parse(bytes(event.formatted(much, "\"headers\":{\"b\":\"3\"}")));
    assertThat(parsed.headers()).isEqualTo(Map.of("b", "3"));
    assertThat(parsed.members()).hasSizeLessThan(400);
    assertThat(parsed.object("a")).hasSizeLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {65_530, 65_531, 65_532, 65_533, 65_534, 65_535, 65_536, 65_537})
  void read_tokensAcrossTwoPieces(int length) throws Exception {
    String json = "{\"x\":\"" + "x".repeat(length - 20) + "\\n\",\"a\" : \"b\\\"c\", \"n\": 12345}";
    assertThat(Event.read(new ByteArrayInputStream(bytes(json))).members())
        .isEqualTo(Map.of("a", "b\"c", "n", "12345"));
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
    return Event.parse(bytes(json)).members();
  }

  private static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }
}
