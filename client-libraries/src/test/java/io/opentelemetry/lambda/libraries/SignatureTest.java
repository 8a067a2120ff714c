package io.opentelemetry.lambda.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "void addBatch() | addBatch | ()V",
        "long executeLargeUpdate(String, int[]) | executeLargeUpdate | (Ljava/lang/String;[I)J",
        "int[] executeBatch() | executeBatch | ()[I",
        "a.B$C call(boolean, a.D[][]) | call | (Z[[La/D;)La/B$C;",
      })
  void method_isOfTheTypeInClassFiles(String method, String name, String descriptor) {
    assertThat(Signature.parse(method)).isEqualTo(new Signature(name, descriptor));
  }

  @Test
  void whatIsNoMethod_isAnError() {
    assertThatThrownBy(() -> Signature.parse("build()"))
        .hasMessage("method: build(): this is not \"result name(argument, ...)\"");
  }
}
