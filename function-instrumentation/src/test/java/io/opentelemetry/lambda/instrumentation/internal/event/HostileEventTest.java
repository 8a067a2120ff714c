package io.opentelemetry.lambda.instrumentation.internal.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Triggers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an event looks like, nothing throws: not even what would be caught further up. */
class HostileEventTest {

  private static final List<String> WRONG =
      List.of(
          "null",
          "true",
          "-1e999",
          "99999999999999999999",
          "\"\"",
          "\":/=;&%zz\\u0000\\ud800\"",
          "[]",
          "[null]",
          "[[]]",
          "[{}]",
          "[1,\"a\",{}]",
          "{}",
          "{\"\":\"\"}",
          "{\"a\":[{\"a\":{}}]}",
          "\"" + "x".repeat(20_000) + "\"");

  /** A member's value, or an element: what is replaced. */
  private static final Pattern VALUE =
      Pattern.compile("(?<=[:,\\[])\\s*(\"(?:[^\"\\\\]|\\\\.)*\"(?!\\s*:)|[-0-9a-z.]+|\\{|\\[)");

  static List<Path> events() throws IOException, URISyntaxException {
    try (Stream<Path> files =
        Files.list(Path.of(HostileEventTest.class.getResource("/events").toURI()))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void wrongType_atEveryPath(Path file) throws IOException {
    String event = Files.readString(file);
    Matcher value = VALUE.matcher(event);
    int count = 0;
    while (value.find()) {
      int end = end(event, value.start(1), value.end(1));
      for (String wrong : WRONG) {
        describe(
            (event.substring(0, value.start(1)) + wrong + event.substring(end)).getBytes(UTF_8));
      }
      count++;
    }
    assertThat(count).isPositive();
  }

  private static int end(String event, int start, int end) {
    char first = event.charAt(start);
    if (first != '{' && first != '[') {
      return end;
    }
    int depth = 0;
    boolean text = false;
    for (int i = start; ; i++) {
      char c = event.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        text = !text;
      } else if (!text && (c == '{' || c == '[')) {
        depth++;
      } else if (!text && (c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void cutOff_anywhere(Path file) throws IOException {
    byte[] event = Files.readAllBytes(file);
    for (int length = 0; length < event.length; length++) {
      describe(Arrays.copyOf(event, length));
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyMemberTwice(Path file) throws IOException {
    String event = Files.readString(file).trim();
    String members = event.substring(1, event.length() - 1);
    describe(("{" + members + "," + members + "}").getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("events")
  void invalidUtf8(Path file) throws IOException {
    describe(
        Files.readString(file).replaceAll("[aeiou](?=[^\"]*\")", "\u00ff").getBytes(ISO_8859_1));
  }

  @Test
  void deepNesting() {
    int depth = 500_000;
    for (String open : List.of("[", "{\"Records\":", "{\"headers\":[", "{\"requestContext\":")) {
      describe(open.repeat(depth).getBytes(UTF_8));
    }
  }

  @Test
  void manyHeaders() {
    StringBuilder headers = new StringBuilder("{\"headers\":{\"a\":\"b\"");
    for (int i = 0; i < 100_000; i++) {
      headers.append(",\"h").append(i).append("\":\"v\"");
    }
    assertThat(read(headers.append("}}").toString().getBytes(UTF_8)).headers())
        .hasSizeLessThan(EventParser.MAX_BYTES);
  }

  private static void describe(byte[] json) {
    Event event = read(json);
    Trigger trigger = Triggers.of(event);
    assertThat(trigger.type()).isIn("datasource", "http", "other", "pubsub", "timer");
    assertThat(trigger.kind()).isNotNull();
    trigger.spanName();
    SpanBuilder span = OpenTelemetry.noop().getTracer("test").spanBuilder("test");
    trigger.setAttributes(span);
    assertThat(trigger.messages()).hasSizeLessThanOrEqualTo(EventParser.MAX_RECORDS);
    trigger.isSingleMessage();
    event.headers();
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    response.writeBytes(json);
    trigger.setResponse(Span.getInvalid(), response, 0);
  }

  private static Event read(byte[] json) {
    try {
      return Event.read(new ByteArrayInputStream(json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
