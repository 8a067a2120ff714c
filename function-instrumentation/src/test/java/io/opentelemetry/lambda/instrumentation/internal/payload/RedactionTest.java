package io.opentelemetry.lambda.instrumentation.internal.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static final int LARGE = 260_000;

  private final Redaction redaction = new Redaction(List.of("iban", "card.number"));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"password\":\"x\"}|{\"password\":\"***\"}",
        "{\"PassWord\" : \"x\",\"a\":1}|{\"PassWord\" : \"***\",\"a\":1}",
        "{\"password\":\"a\\\"b\",\"a\":1}|{\"password\":\"***\",\"a\":1}",
        "{\"password\":\"a\\\\\",\"a\":1}|{\"password\":\"***\",\"a\":1}",
        "{\"password\":\"a\\\\\\\"b\",\"a\":1}|{\"password\":\"***\",\"a\":1}",
        "{\"token\":12.5e3,\"a\":1}|{\"token\":\"***\",\"a\":1}",
        "{\"token\":null}|{\"token\":\"***\"}",
        "{\"token\":[{\"a\":\"]\"},[1]],\"a\":1}|{\"token\":\"***\",\"a\":1}",
        "{\"token\":{\"a\":\"}\\\"}\"},\"a\":1}|{\"token\":\"***\",\"a\":1}",
        "{\"token\":\"\",\"secret\":\"y\"}|{\"token\":\"***\",\"secret\":\"***\"}",
        "{\"iban\":\"DE\",\"card.number\":\"4\",\"cardXnumber\":\"4\"}|{\"iban\":\"***\",\"card.number\":\"***\",\"cardXnumber\":\"4\"}",
        "{\"tokens\":\"x\",\"my token\":\"x\"}|{\"tokens\":\"x\",\"my token\":\"x\"}",
        "{\"a\":\"password\",\"b\":\"x\"}|{\"a\":\"password\",\"b\":\"x\"}",
        "{\"body\":\"{\\\"password\\\":\\\"a\\\\\\\"b\\\",\\\"n\\\":1}\"}|{\"body\":\"{\\\"password\\\":\\\"***\\\",\\\"n\\\":1}\"}",
        "{\"body\":\"{\\\"token\\\":{\\\"a\\\":\\\"}\\\"},\\\"n\\\":1}\"}|{\"body\":\"{\\\"token\\\":\\\"***\\\",\\\"n\\\":1}\"}",
        "{\"body\":\"{\\\"token\\\":12}\"}|{\"body\":\"{\\\"token\\\":\\\"***\\\"}\"}",
        "{\"body\":\"{\\\"m\\\":\\\"{\\\\\\\"pwd\\\\\\\":\\\\\\\"x\\\\\\\"}\\\"}\"}|{\"body\":\"{\\\"m\\\":\\\"{\\\\\\\"pwd\\\\\\\":\\\\\\\"***\\\\\\\"}\\\"}\"}",
        "{\"body\":\"user=a&password=b&x=1\"}|{\"body\":\"user=a&password=***&x=1\"}",
        "{\"body\":\"PASSWORD=b\"}|{\"body\":\"PASSWORD=***\"}",
        "{\"q\":\"/a?token=b c\"}|{\"q\":\"/a?token=*** c\"}",
        "{\"q\":\"a=1\\u0026token\\u003db\"}|{\"q\":\"a=1&token=***\"}",
        "{\"q\":\"{\\\"q\\\":\\\"a=1\\\\u0026token\\\\u003Db\\\"}\"}|{\"q\":\"{\\\"q\\\":\\\"a=1&token=***\\\"}\"}",
        "token=b&c=d|token=***&c=d",
        "{\"q\":\"mytoken=b\"}|{\"q\":\"mytoken=b\"}",
      })
  void value_isReplaced(String text, String expected) {
    assertThat(redaction.apply(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"password\":\"topsecret and more",
        "{\"password\":\"topsecret\\",
        "{\"password\":[\"topsecret",
        "{\"password\":{\"a\":{\"b\":\"topsecret\"}",
        "{\"password\":topsecret",
        "{\"a\":\"{\\\"password\\\":\\\"topsecret",
        "password=topsecret",
      })
  void textIsCutOffInAValue_nothingOfItIsShown(String text) {
    assertThat(redaction.apply(text)).contains("***").doesNotContain("topsecret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"password\"", "{\"password\":", "{\"passw", "\\", "\"", ""})
  void textIsCutOffBeforeAValue_staysAsItIs(String text) {
    assertThat(redaction.apply(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\", "\"", "{", "\\\"", "\"token\\", "\"token\":{", "token=", "\"token\"  "})
  @Timeout(20)
  void largeText_takesTimeThatGrowsWithItsSize(String part) {
    String text = part.repeat(LARGE / part.length());
    redaction.apply(text);
    assertThat(seconds(text + text)).isLessThan(seconds(text).multipliedBy(8).plusMillis(200));
  }

  private Duration seconds(String text) {
    long start = System.nanoTime();
    redaction.apply(text);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void nameIsAPattern_isTakenAsText() {
    assertThat(new Redaction(List.of(".*", "\\E(")).apply("{\"a\":1,\".*\":2,\"\\E(\":3}"))
        .isEqualTo("{\"a\":1,\".*\":\"***\",\"\\E(\":\"***\"}");
  }
}
