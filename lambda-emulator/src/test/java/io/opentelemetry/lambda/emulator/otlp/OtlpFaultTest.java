package io.opentelemetry.lambda.emulator.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpFaultTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latency=200ms",
        "latency=2s",
        "status=503",
        "status=429,retry-after=2",
        "refuse",
        "cut",
        "cut=response",
        "silent",
        "partial=3"
      })
  void parse_whatThereIs(String text) {
    assertThat(OtlpFault.parse(text).every()).isEqualTo(1);
  }

  @Test
  void parse_every() {
    assertThat(OtlpFault.parse("latency=200ms;every=3").every()).isEqualTo(3);
  }

  @Test
  void parse_refuse_isARefusal() {
    assertThat(OtlpFault.parse("refuse").isRefusal()).isTrue();
    assertThat(OtlpFault.parse("cut").isRefusal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "statos=503",
        "status",
        "status=",
        "status=503,",
        "status=503,retry-after=soon",
        "status=5030000000",
        "status=-1",
        "latency=200",
        "latency=0.2s",
        "partial",
        "cut=",
        "refuse=1",
        "silent,every=3",
        "silent;every=",
        "silent;every=3;every=3",
        ";every=3",
        " silent"
      })
  void parse_anythingElse_saysWhatThereIs(String text) {
    assertThatThrownBy(() -> OtlpFault.parse(text))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "'"
                + text
                + "' is no fault: there are latency=200ms, status=503, status=429,retry-after=2,"
                + " refuse, cut, cut=response, silent and partial=3, each with ;every=3 at the end"
                + " to meet every third request only");
  }

  @ParameterizedTest
  @CsvSource({
    "status=200, a status is from 400 to 599",
    "status=600, a status is from 400 to 599",
    "'status=200,retry-after=1', a status is from 400 to 599",
    "silent;every=0, every=0 is not positive",
    "refuse;every=2, refuse does not go with every=2: what is refused is no request to count"
  })
  void parse_outOfRange_saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> OtlpFault.parse(text))
        .isInstanceOf(EmulatorException.class)
        .hasMessage("'" + text + "' is no fault: " + message);
  }

  @Test
  void outOfRange_isAnIllegalArgument() {
    assertThatThrownBy(() -> OtlpFault.latency(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OtlpFault.status(429, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OtlpFault.partial(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
