package io.opentelemetry.lambda.instrumentation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionArnTest {

  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders";

  @Test
  void accountId_isTheFifthPart() {
    assertThat(parse(ARN).accountId()).isEqualTo("123456789012");
  }

  @Test
  void withVersion_replacesTheAlias() {
    assertThat(parse(ARN + ":prod").withVersion("7")).isEqualTo(ARN + ":7");
  }

  @Test
  void withVersion_withoutQualifier_isTheSame() {
    assertThat(parse(ARN).withVersion("$LATEST")).isEqualTo(ARN);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"orders", "arn:aws:lambda:us-east-1:123456789012", "a:b:c:d:e:f:g"})
  void parse_notAnArn_isNull(String text) {
    assertThat(FunctionArn.parse(text)).isNull();
  }

  private static FunctionArn parse(String arn) {
    return requireNonNull(FunctionArn.parse(arn));
  }
}
