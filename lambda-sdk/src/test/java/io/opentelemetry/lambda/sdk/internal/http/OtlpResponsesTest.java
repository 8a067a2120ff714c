package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.sdk.internal.http.OtlpResponses.Rejection;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpResponsesTest {

  @Test
  void rejection_partialSuccess() {
    Rejection rejection = OtlpResponses.rejection(response(300, "too old"));
    assertThat(rejection.count()).isEqualTo(300);
    assertThat(rejection.reason()).isEqualTo("too old");
  }

  @Test
  void rejection_wholeSuccess() {
    assertThat(OtlpResponses.rejection(new byte[0])).isNull();
    assertThat(OtlpResponses.rejection(new byte[] {0x0a, 0})).isNull();
  }

  @Test
  void rejection_warningOnly() {
    assertThat(OtlpResponses.rejection(response(0, "deprecated"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "ok", "\n\u007f", "\n\u0005\b", "<html>"})
  void rejection_notOtlp(String body) {
    assertThat(OtlpResponses.rejection(body.getBytes(UTF_8))).isNull();
  }

  @Test
  void describeRefusal_status() {
    byte[] status = message(0x08, 3, 0x12, "no such tenant");
    assertThat(OtlpResponses.describeRefusal(new Response(400, "Bad Request", status)))
        .isEqualTo("the backend answered 400 Bad Request: no such tenant");
  }

  @Test
  void describeRefusal_noStatus() {
    assertThat(OtlpResponses.describeRefusal(new Response(404, "", "<html>".getBytes(UTF_8))))
        .isEqualTo("the backend answered 404");
  }

  @Test
  void describeRefusal_longText_isShortened() {
    ByteArrayOutputStream status = new ByteArrayOutputStream();
    status.write(0x12);
    status.write(0x80 | (2000 & 0x7f));
    status.write(2000 >> 7);
    status.writeBytes("x".repeat(2000).getBytes(UTF_8));
    assertThat(
            OtlpResponses.describeRefusal(new Response(400, "Bad Request", status.toByteArray())))
        .contains("xxx")
        .hasSizeLessThan(600);
  }

  private static byte[] response(int rejected, String reason) {
    byte[] partialSuccess = message(0x08, rejected, 0x12, reason);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0x0a);
    bytes.write(partialSuccess.length);
    bytes.writeBytes(partialSuccess);
    return bytes.toByteArray();
  }

  private static byte[] message(int numberTag, int number, int textTag, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(numberTag);
    int rest = number;
    while (rest > 0x7f) {
      bytes.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write(rest);
    bytes.write(textTag);
    bytes.write(text.length());
    bytes.writeBytes(text.getBytes(UTF_8));
    return bytes.toByteArray();
  }

  private static final class Response implements HttpResponse {

    private final int statusCode;
    private final String statusMessage;
    private final byte[] body;

    Response(int statusCode, String statusMessage, byte[] body) {
      this.statusCode = statusCode;
      this.statusMessage = statusMessage;
      this.body = body;
    }

    @Override
    public int getStatusCode() {
      return statusCode;
    }

    @Override
    public String getStatusMessage() {
      return statusMessage;
    }

    @Override
    public byte[] getResponseBody() {
      return body;
    }
  }
}
