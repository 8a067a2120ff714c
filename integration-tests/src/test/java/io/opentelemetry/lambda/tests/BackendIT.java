package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backend that does not work costs neither the result nor the deadline. */
class BackendIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void nobodyListens(Layer layer) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    succeedsInTime(layer, port);
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void backendNeverAnswers(Layer layer) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      succeedsInTime(layer, silent.getLocalPort());
    }
  }

  private static void succeedsInTime(Layer layer, int port) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.ObjectHandler")
            .timeout(TIMEOUT)
            .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + port)
            .environment("OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", "2000")
            .build()) {
      for (int i = 0; i < 2; i++) {
        InvocationResult result = lambda.invoke("{}");
        assertThat(result.response()).isEqualTo("{\"function\":\"orders\",\"remaining\":true}");
        assertThat(result.duration()).isLessThan(TIMEOUT);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void backendNeverAnswers_withoutAFlushTimeout_theDeadlineBounds(Layer layer) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        LambdaEnvironment lambda =
            layer
                .function("functions.ObjectHandler")
                .timeout(Duration.ofSeconds(5))
                .environment(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + silent.getLocalPort())
                .build()) {
      // the first one's init may take more than the deadline under the agent
      lambda.init();
      assertThat(lambda.invoke("{}").status()).isEqualTo(InvocationResult.Status.OK);
    }
  }
}
