package io.opentelemetry.lambda.benchmarks.cold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagesTest {

  @ParameterizedTest
  @CsvSource({
    "java.lang.Object,java.lang",
    "io.opentelemetry.sdk.trace.SdkSpan,io.opentelemetry.sdk",
    "functions.TrivialHandler,functions",
    "Main,(no package)"
  })
  void group_isTheBeginningOfThePackage(String className, String group) {
    assertThat(Packages.group(className)).isEqualTo(group);
  }
}
