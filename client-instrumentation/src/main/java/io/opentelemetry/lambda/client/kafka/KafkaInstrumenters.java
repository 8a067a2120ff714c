package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DeclarativeConfigUtil;
import io.opentelemetry.instrumentation.api.incubator.semconv.messaging.internal.MessagingConfig;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaInstrumenterFactory;
import io.opentelemetry.lambda.client.internal.ConfiguredOpenTelemetry;
import io.opentelemetry.lambda.client.internal.Hooks;

/** Makes the instrumenters of producers and of consumers, with the agent's settings. */
final class KafkaInstrumenters {

  /** Throws an {@link IllegalStateException} if the function traces Kafka itself. */
  static KafkaInstrumenterFactory create(OpenTelemetry openTelemetry) {
    Hooks.leaveToUser("kafkaclients.v2_6.KafkaTelemetry");
    KafkaInstrumenterFactory factory =
        new KafkaInstrumenterFactory(openTelemetry, "io.opentelemetry.kafka-clients-0.11");
    if (openTelemetry instanceof ConfiguredOpenTelemetry) {
      factory
          .setHeaders(MessagingConfig.getHeaders(openTelemetry, /* readSystemProperties= */ false))
          .setMessagingReceiveTelemetryEnabled(
              DeclarativeConfigUtil.getInstrumentationConfig(openTelemetry, "common")
                  .get("messaging")
                  .get("receive_telemetry/development")
                  .getBoolean("enabled", false));
    }
    return factory;
  }

  private KafkaInstrumenters() {}
}
