package io.opentelemetry.lambda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ClassTextsTest {

  private static final long TWO_PLACES = 0x123456789L;

  @Test
  void of_areAllNamesDescriptorsAndStrings() throws IOException {
    assertThat(TWO_PLACES).isPositive();
    try (InputStream in = ClassTextsTest.class.getResourceAsStream("ClassTextsTest.class")) {
      assertThat(ClassTexts.of(in.readAllBytes()))
          .contains(
              "io/opentelemetry/lambda/agent/ClassTextsTest",
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
