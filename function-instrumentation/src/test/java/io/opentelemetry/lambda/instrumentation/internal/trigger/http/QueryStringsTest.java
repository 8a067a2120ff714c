package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringsTest {

  @ParameterizedTest
  @CsvSource({
    "q=OpenTelemetry&sig=abc, q=OpenTelemetry&sig=REDACTED",
    "Signature=a=b&x=, Signature=REDACTED&x=",
    "AWSAccessKeyId=A&X-Goog-Signature=B, AWSAccessKeyId=REDACTED&X-Goog-Signature=REDACTED",
    "X-Amz-Credential=a&X-Amz-Security-Token=b, X-Amz-Credential=REDACTED&X-Amz-Security-Token=REDACTED",
    "PASSWORD=a&&token, PASSWORD=REDACTED&&token",
    "design=a, design=a",
    "&, &",
    "=, =",
  })
  void redact(String query, String expected) {
    assertThat(QueryStrings.redact(query)).isEqualTo(expected);
  }

  @Test
  void encode_singleValues() {
    assertThat(
            QueryStrings.encode(event("{\"queryStringParameters\":{\"a b\":\"1&2\",\"c\":\"\"}}")))
        .isEqualTo("a+b=1%262&c=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"queryStringParameters\":null,\"multiValueQueryStringParameters\":null}",
        "{\"queryStringParameters\":{},\"multiValueQueryStringParameters\":[]}",
      })
  void encode_noParameters_isNull(String event) {
    assertThat(QueryStrings.encode(event(event))).isNull();
  }

  private static Event event(String json) {
    return Event.parse(json.getBytes(UTF_8));
  }
}
