package io.opentelemetry.lambda.instrumentation.internal.flush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionsResponseTest {

  @Test
  void read_bodyOfALength() throws IOException {
    ExtensionsResponse response =
        read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nLambda-Id:  x\r\n\r\nhéllo");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("lambda-id")).isEqualTo("x");
    assertThat(response.body()).isEqualTo("héll");
  }

  @Test
  void read_bodyInChunks() throws IOException {
    String body = "4\r\nabcd\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n";
    assertThat(read("HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n" + body).body())
        .isEqualTo("abcd0123456789");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1",
        "SSH-2.0-server\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void read_whatIsNoResponse_throws(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }

  private static ExtensionsResponse read(String text) throws IOException {
    return ExtensionsResponse.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
