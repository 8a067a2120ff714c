package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

  private final RequestHead head = new RequestHead("POST / HTTP/1.1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length",
        "Host",
        "TRANSFER-ENCODING",
        "Connection",
        "content-type",
        "",
        " ",
        "x key",
        "x-key:",
        "x\r\ny",
        "schlüssel",
      })
  void addAll_nameThatWouldBreakTheRequest_isLeftOut(String name) {
    assertThat(head.addAll(Map.of(name, List.of("1")))).isFalse();
    assertThat(text()).isEqualTo("POST / HTTP/1.1\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "a\nb", "\0", "\u007f", "\u001b[31m"})
  void addAll_valueThatWouldBreakTheRequest_isLeftOut(String value) {
    head.addAll(Map.of("x-key", List.of(value)));
    assertThat(text()).isEqualTo("POST / HTTP/1.1\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\tb", "a:b=c,d", "ü"})
  void addAll_value_isSentAsItIs(String value) {
    head.addAll(Map.of("x-key", List.of(value)));
    assertThat(text()).isEqualTo("POST / HTTP/1.1\r\nx-key: " + value + "\r\n\r\n");
  }

  @Test
  void addAll_saysWhetherTheUserAuthorizes() {
    assertThat(head.addAll(Map.of("AUTHORIZATION", List.of("Bearer a")))).isTrue();
  }

  private String text() {
    return new String(head.bytes(), UTF_8);
  }
}
