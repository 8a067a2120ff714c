package io.opentelemetry.lambda.client.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HooksTest {

  @Test
  void instrumentationThatTheFunctionBrings_isTheUsers() {
    assertThatThrownBy(() -> Hooks.leaveToUser("mongo.v3_1.MongoTelemetry"))
        .isInstanceOf(IllegalStateException.class);
    assertThatCode(() -> Hooks.leaveToUser("kafkaclients.v2_6.KafkaTelemetry"))
        .doesNotThrowAnyException();
  }
}
