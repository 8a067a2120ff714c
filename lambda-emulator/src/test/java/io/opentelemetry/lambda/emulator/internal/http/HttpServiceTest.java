package io.opentelemetry.lambda.emulator.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests what any server of the emulator does with what nobody should send. */
class HttpServiceTest {

  private static final int LIMIT = 10;
  private static final byte[] CHUNK =
      ("100000\r\n" + "x".repeat(0x100000) + "\r\n").getBytes(UTF_8);

  private HttpService service = start(Duration.ofMillis(200));

  private static HttpService start(Duration bodyTimeout) {
    return HttpService.builder("test")
        .bodyTimeout(bodyTimeout)
        .route("POST", "/", exchange -> exchange.reply(200, "text/plain", exchange.body(LIMIT)))
        .start(0);
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void body_inItsChunks() throws Exception {
    assertThat(post("Transfer-Encoding: chunked", out -> out.write(bytes("2\r\nab\r\n0\r\n\r\n"))))
        .startsWith("HTTP/1.1 200")
        .endsWith("ab");
  }

  @Test
  void body_thatNeverEnds() throws Exception {
    assertThat(post("Content-Length: 10", out -> out.write('1'))).startsWith("HTTP/1.1 408");
    assertThat(post("Transfer-Encoding: chunked", out -> out.write(bytes("2\r\nab\r\n"))))
        .startsWith("HTTP/1.1 408");
  }

  @Test
  void body_thatNeverEnds_thoughSomethingAlwaysComes() throws Exception {
    service.close();
    service = start(Duration.ofNanos(1));
    assertThat(post("Transfer-Encoding: chunked", out -> out.write(bytes("2\r\nab\r\n"))))
        .startsWith("HTTP/1.1 408");
  }

  @Test
  void body_thatIsTooLong_isReadToItsEnd() throws Exception {
    assertThat(post("Content-Length: 11", out -> out.write(new byte[11])))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void body_ofEndlessChunks_isNotReadForEver() throws Exception {
    int[] written = new int[1];
    post(
        "Transfer-Encoding: chunked",
        out -> {
          for (; written[0] < 1000; written[0]++) {
            out.write(CHUNK);
          }
        });
    assertThat(written[0]).isLessThan(1000);
  }

  @Test
  void body_ofALengthThatIsNone() throws Exception {
    for (String length :
        new String[] {"-1", "ten", "99999999999999999999", "1\nContent-Length: 2"}) {
      assertThat(post("Content-Length: " + length, out -> out.write('1')))
          .startsWith("HTTP/1.1 400");
    }
    assertThat(post("Transfer-Encoding: chunked", out -> out.write(bytes("-1\r\n"))))
        .doesNotContain("200");
  }

  private String post(String headers, RawRequest.Body body) throws IOException {
    return RawRequest.send(service.port(), "POST / HTTP/1.1\nHost: localhost\n" + headers, body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
