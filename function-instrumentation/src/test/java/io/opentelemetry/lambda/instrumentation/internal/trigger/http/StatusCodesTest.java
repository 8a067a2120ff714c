package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCodesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"statusCode\":200,\"body\":\"{\\\"statusCode\\\":500}\"}|200",
        " { \"headers\" : {\"statusCode\":404} , \"statusCode\" : 503 } |503",
        "{\"body\":{\"a\":[1,\"}\",null]},\"statusCode\":\"201\"}|201",
        "{\"statusCode\":200,not JSON|200",
        "{}|0",
        "{\"body\":\"a\"}|0",
        "\"text\"|0",
        "null|0",
        "[1,2]|0",
        "{\"statusCode\":null}|-1",
        "{\"statusCode\":{}}|0",
        "{\"statusCode\":99}|-1",
        "{\"statusCode\":600}|-1",
        "{\"statusCode\":\"teapot\"}|-1",
        "{\"body\":\"a\"|-1",
        "not JSON|-1",
        "^^|-1",
      })
  void read(String response, int status) {
    assertThat(StatusCodes.read(stream("", response), 0)).isEqualTo(status);
  }

  @Test
  void read_afterWhatTheStreamHeldBefore() {
    String before = "{\"statusCode\":500}";
    assertThat(StatusCodes.read(stream(before, "{\"statusCode\":204}"), before.length()))
        .isEqualTo(204);
    assertThat(StatusCodes.read(stream(before, ""), before.length())).isEqualTo(-1);
  }

  @Test
  void read_streamThatDoesNotHoldItsBytes_isUnknown() {
    assertThat(StatusCodes.read(OutputStream.nullOutputStream(), 0)).isEqualTo(-1);
  }

  private static ByteArrayOutputStream stream(String before, String response) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(before.getBytes(UTF_8));
    stream.writeBytes(response.getBytes(UTF_8));
    return stream;
  }
}
