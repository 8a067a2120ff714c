package io.opentelemetry.lambda.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  @ParameterizedTest
  @CsvSource({
    "1500, 1500",
    "' 1500 ', 1500",
    "0, 0",
    "-1, 0",
    "'', 9223372036854775807",
    "soon, 9223372036854775807",
  })
  void flushTimeoutMillis(String value, long expected) {
    Map<String, String> environment = Map.of(Configuration.FLUSH_TIMEOUT, value);
    assertThat(new Configuration(environment::get).flushTimeoutMillis()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"link, false", "parent, true", "' parent ', true", "'', false", "Parents, false"})
  void isSingleMessageParent(String value, boolean expected) {
    Map<String, String> environment = Map.of(Configuration.SINGLE_MESSAGE, value);
    assertThat(new Configuration(environment::get).isSingleMessageParent()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'tracecontext,xray', false", "'tracecontext, xray-lambda', true"})
  void usesXrayLambda(String value, boolean expected) {
    Map<String, String> environment = Map.of(Configuration.PROPAGATORS, value);
    assertThat(new Configuration(environment::get).usesXrayLambda()).isEqualTo(expected);
  }
}
