package io.opentelemetry.lambda.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import io.opentelemetry.lambda.wrapper.LambdaRuntime.Function;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the event is, handlers of many kinds answer or fail as without the wrapper, and each
 * invocation has a span.
 *
 * <p>The seed of a run is in its log and in a failure's message; {@code -Devents.seed=…} repeats
 * it. {@code -Dtests.all=true} makes it a long one.
 */
class GeneratedEventsTest {

  private static final int EVENTS = Boolean.getBoolean("tests.all") ? 10_000 : 2_000;

  private static final List<String> HANDLERS =
      List.of(
          "Handlers$Strings",
          "Handlers$Numbers",
          "Handlers$Maps",
          "Handlers$Pojos",
          "Handlers$Lists",
          "Handlers$Streams",
          "Handlers$Methods::generic",
          "Handlers$Methods::streams",
          "TypedHandlers$Booleans",
          "TypedHandlers$Objects",
          "TypedHandlers$Decimals",
          "TypedHandlers$DateFields",
          "TypedHandlers$Methods::bounded",
          "TypedHandlers$Methods::fixed",
          "EventHandlers$APIGatewayProxyRequestEvent",
          "EventHandlers$APIGatewayV2HTTPEvent",
          "EventHandlers$SQSEvent",
          "EventHandlers$S3Event",
          "EventHandlers$ScheduledEvent",
          "EventHandlers$DynamodbEvent");

  private static final Map<String, Function> BARE = new LinkedHashMap<>();
  private static final Map<String, Function> WRAPPED = new LinkedHashMap<>();

  @BeforeAll
  static void load() {
    LambdaRuntime runtime = LambdaRuntime.create();
    for (String handler : HANDLERS) {
      BARE.put(handler, runtime.bare("example." + handler));
      WRAPPED.put(handler, runtime.wrapped("example." + handler));
    }
  }

  @Test
  @SuppressWarnings("SystemOut") // what a reporter is told does not reach Maven's log
  void generatedEvents() {
    long seed = Long.getLong("events.seed", System.nanoTime());
    System.out.println("-Devents.seed=" + seed);
    qt().withFixedSeed(seed)
        .withExamples(EVENTS)
        .withUnlimitedTestingTime()
        .forAll(JsonTexts.any().describedAs(event -> new String(event, ISO_8859_1)))
        .checkAssert(GeneratedEventsTest::compare);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":\"%s\"}", "\"%s\"", "[%s1]", "{\"headers\":{\"a\":\"%s\"}}"})
  void largestEvents(String event) {
    int size = 6 * 1024 * 1024 - event.length();
    String filling = event.startsWith("[") ? "12345678," : "\\u00e9é 123456";
    compare(
        event.replace("%s", filling.repeat(size / filling.getBytes(UTF_8).length)).getBytes(UTF_8));
  }

  private static void compare(byte[] event) {
    for (String handler : HANDLERS) {
      Result bare = BARE.get(handler).call(event.clone());
      TestTelemetry.SPANS.reset();
      assertThat(WRAPPED.get(handler).call(event.clone())).as(handler).isEqualTo(bare);
      assertThat(TestTelemetry.SPANS.getFinishedSpanItems())
          .as(handler)
          .singleElement()
          .extracting(span -> span.getStatus().equals(StatusData.error()))
          .isEqualTo(bare.response() == null);
    }
  }
}
