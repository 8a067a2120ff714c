package io.opentelemetry.lambda.instrumentation.internal.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadCaptureTest {

  @ParameterizedTest
  @CsvSource({
    "10, 0123456789, 0123456789",
    "10, 01234567890, 0123456…",
    "10, üüüüü, üüüüü",
    "10, üüüüüü, üüü…",
    "3, 0123, …",
    "2, 0123, 01",
    "1, üü, ''",
    "4, 😀, 😀",
    "4, 😀😀, …",
    "7, 😀😀, 😀…",
  })
  void payload_isCutToTheLimit(String limit, String payload, String expected) {
    assertThat(text(limit, payload.getBytes(UTF_8))).isEqualTo(expected);
  }

  @Test
  void payloadThatIsLong_isCutEvenIfItsSecretsWereAllOfIt() {
    assertThat(text("100", ("{\"token\":\"" + "x".repeat(1000)).getBytes(UTF_8)))
        .isEqualTo("{\"token\":\"***\"…");
  }

  @Test
  void bytesThatAreNoText_areReplaced() {
    assertThat(text("10", new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("a\ufffdb");
  }

  private static String text(String limit, byte[] payload) {
    Map<String, String> environment =
        Map.of(
            InstrumentationSettings.CAPTURE_PAYLOAD,
            "event",
            "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT",
            limit);
    PayloadCapture capture = PayloadCapture.create(new InstrumentationSettings(environment::get));
    return capture == null ? "" : capture.text(payload);
  }
}
