package io.opentelemetry.lambda.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdkSettingsTest {

  private static final long MB = 1024 * 1024;

  @ParameterizedTest
  @CsvSource({"128, 2", "512, 8", "1024, 16", "10240, 16", "much, 2", "'', 2"})
  void queueBytes_byTheFunctionsMemory(String memoryMb, long queueMb) {
    assertThat(SdkSettings.queueBytes(Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memoryMb)))
        .isEqualTo(queueMb * MB);
  }

  @Test
  void queueBytes_asTheUserSetsIt() {
    assertThat(SdkSettings.queueBytes(Map.of("OTEL_LAMBDA_QUEUE_SIZE", " 1000 "))).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "8MB"})
  void queueBytes_badValue_isTheDefault(String value) {
    assertThat(SdkSettings.queueBytes(Map.of("OTEL_LAMBDA_QUEUE_SIZE", value))).isEqualTo(2 * MB);
  }
}
