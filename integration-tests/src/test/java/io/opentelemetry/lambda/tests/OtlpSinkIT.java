package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One backend for more than one environment. */
class OtlpSinkIT {

  @Test
  void environmentsShareASink_overHttpAndGrpc() {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment grpc =
            function(Layer.JAVAAGENT, sink)
                .name("grpc")
                .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .build()) {
      try (LambdaEnvironment http = function(Layer.WRAPPER, sink).name("http").build()) {
        http.invoke("{}");
        grpc.invoke("{}");
      }
      assertThat(sink.received().spans()).extracting(Span::getName).containsExactly("http", "grpc");
      assertThat(grpc.invoke("{}").status()).isEqualTo(InvocationResult.Status.OK);
      assertThat(grpc.telemetry().spans()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void connectionThatIsDroppedInTheFreeze_costsNoSpan(Layer layer) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = function(layer, sink).dropConnections(true).build()) {
      lambda.invoke("{}");
      lambda.invoke("{}");
      assertThat(sink.received().spans()).hasSize(2);
    }
  }

  private static LambdaEnvironmentBuilder function(Layer layer, OtlpSink sink) {
    return layer.function("functions.ObjectHandler").otlpSink(sink);
  }
}
