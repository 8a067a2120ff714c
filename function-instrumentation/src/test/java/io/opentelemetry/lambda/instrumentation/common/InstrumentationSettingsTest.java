package io.opentelemetry.lambda.instrumentation.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstrumentationSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "1500, 1500",
    "' 1500 ', 1500",
    "0, 0",
    "-1, 9223372036854775807",
    "'', 9223372036854775807",
    "soon, 9223372036854775807",
  })
  void flushTimeoutMillis(String value, long expected) {
    Map<String, String> environment = Map.of(InstrumentationSettings.FLUSH_TIMEOUT, value);
    assertThat(new InstrumentationSettings(environment::get).flushTimeoutMillis())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"link, false", "parent, true", "' parent ', true", "'', false", "Parents, false"})
  void isSingleMessageParent(String value, boolean expected) {
    Map<String, String> environment = Map.of(InstrumentationSettings.SINGLE_MESSAGE, value);
    assertThat(new InstrumentationSettings(environment::get).isSingleMessageParent())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'tracecontext,xray', false", "'tracecontext, xray-lambda', true"})
  void usesXrayLambda(String value, boolean expected) {
    Map<String, String> environment = Map.of(InstrumentationSettings.PROPAGATORS, value);
    assertThat(new InstrumentationSettings(environment::get).usesXrayLambda()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "before-response, before-response",
    "after-response, after-response",
    "' adaptive ', adaptive",
    "'', before-response",
    "never, before-response",
  })
  void flushPolicy(String value, String expected) {
    Map<String, String> environment = Map.of(InstrumentationSettings.FLUSH, value);
    assertThat(new InstrumentationSettings(environment::get).flushPolicy()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2000, '', 2000", "'', 200, 200", "1000, 2000, 1000", "'', '', 5000", "x, y, 5000"})
  void scheduleMillis(String delay, String interval, long expected) {
    Map<String, String> environment =
        Map.of(
            InstrumentationSettings.SCHEDULE_DELAY,
            delay,
            InstrumentationSettings.FLUSH_INTERVAL,
            interval);
    assertThat(new InstrumentationSettings(environment::get).scheduleMillis()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", "'', true", "off, true"})
  void hasTimeoutGuard(String value, boolean expected) {
    Map<String, String> environment = Map.of(InstrumentationSettings.TIMEOUT_GUARD, value);
    assertThat(new InstrumentationSettings(environment::get).hasTimeoutGuard()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "TRUE, true", "false, false", "'', false", "on, false"})
  void hasQueueSpans(String value, boolean expected) {
    Map<String, String> environment = Map.of(InstrumentationSettings.QUEUE_SPANS, value);
    assertThat(new InstrumentationSettings(environment::get).hasQueueSpans()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "none, ''",
    "event, event",
    "'response, event', 'response,event'",
    "'event,request', event",
    "all, ''",
  })
  void payloads(String value, String expected) {
    Map<String, String> environment = Map.of(InstrumentationSettings.CAPTURE_PAYLOAD, value);
    assertThat(String.join(",", new InstrumentationSettings(environment::get).payloads()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "65536, 65536", "65537, 2048", "0, 2048", "-1, 2048", "4k, 2048", "'', 2048"})
  void payloadLimit(String value, int expected) {
    Map<String, String> environment = Map.of(InstrumentationSettings.PAYLOAD_LIMIT, value);
    assertThat(new InstrumentationSettings(environment::get).payloadLimit()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', true",
    "false, '', '', false",
    "false, true, true, false",
    "maybe, '', '', true",
    "'', false, '', false",
    "'', '', false, false",
    "'', false, true, true",
    "'', true, false, false",
    "'', '', no, false",
  })
  void instruments(String all, String others, String library, boolean expected) {
    Map<String, String> environment =
        Map.of(
            InstrumentationSettings.AUTO_INSTRUMENTATION,
            all,
            "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED",
            others,
            "OTEL_INSTRUMENTATION_JAVA_HTTP_CLIENT_ENABLED",
            library);
    assertThat(new InstrumentationSettings(environment::get).instruments("java-http-client"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "false, true, '', true",
    "false, '', true, true",
    "false, '', '', false",
    "true, '', false, false",
    "true, true, false, true",
    "true, false, true, false",
    "true, '', '', true",
  })
  void instruments_byTheFirstNameThatIsSet(
      String others, String first, String second, boolean expected) {
    Map<String, String> environment =
        Map.of(
            "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED",
            others,
            "OTEL_INSTRUMENTATION_JEDIS_ENABLED",
            first,
            "OTEL_INSTRUMENTATION_JEDIS_3_0_ENABLED",
            second);
    assertThat(new InstrumentationSettings(environment::get).instruments("jedis", "jedis-3.0"))
        .isEqualTo(expected);
  }
}
