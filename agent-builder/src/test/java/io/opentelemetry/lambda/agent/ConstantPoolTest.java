package io.opentelemetry.lambda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ConstantPoolTest {

  private static final long TWO_PLACES = 0x123456789L;

  @Test
  void texts_areNamesDescriptorsAndStrings() throws IOException {
    assertThat(TWO_PLACES).isPositive();
    try (InputStream in = ConstantPoolTest.class.getResourceAsStream("ConstantPoolTest.class")) {
      assertThat(ConstantPool.texts(in.readAllBytes()))
          .contains(
              "io/opentelemetry/lambda/agent/ConstantPoolTest",
              "(Ljava/lang/Class;)Ljava/util/Map;",
              "a string of its own");
    }
  }

  static String string(Class<?> type) {
    return descriptor(type) == null ? "a string of its own" : "";
  }

  static java.util.Map<String, String> descriptor(Class<?> type) {
    return java.util.Map.of(type.getName(), "");
  }
}
