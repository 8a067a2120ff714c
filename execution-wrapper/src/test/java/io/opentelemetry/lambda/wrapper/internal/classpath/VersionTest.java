package io.opentelemetry.lambda.wrapper.internal.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.65.0, 1.65.0, 0",
    "1.65.0-alpha, 1.65.0, 0",
    "1.68.0, 1.65.0, 1",
    "1.9.0, 1.65.0, -1",
    "2.0.0-SNAPSHOT, 1.65.0, 1",
    "1.65.1, 1.65.0, 1",
    "'', 1.65.0, -1",
    "${version}, 1.65.0, -1"
  })
  void compare(String version, String other, int expected) {
    assertThat(Integer.signum(Version.compare(version, other))).isEqualTo(expected);
    assertThat(Integer.signum(Version.compare(other, version))).isEqualTo(-expected);
  }
}
