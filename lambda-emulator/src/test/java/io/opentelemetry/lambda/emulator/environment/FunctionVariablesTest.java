package io.opentelemetry.lambda.emulator.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.Localhost;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionVariablesTest {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final Map<String, String> GRPC = Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");

  @Test
  void endpoint_isTheSinksForHttp() {
    try (OtlpSink sink = OtlpSink.start()) {
      assertThat(variables(Map.of(), sink))
          .containsEntry(ENDPOINT, "http://localhost:" + sink.httpPort());
    }
  }

  @Test
  void endpoint_functionThatExportsByGrpc_isTheSinksForGrpc() {
    try (OtlpSink sink = OtlpSink.start()) {
      assertThat(variables(GRPC, sink))
          .containsEntry(ENDPOINT, "http://localhost:" + sink.grpcPort());
    }
  }

  @Test
  void endpoint_sinkWithoutGrpc_isItsForHttp() {
    try (OtlpSink sink = OtlpSink.start(0, OtlpSink.NOT_SERVED)) {
      assertThat(variables(GRPC, sink))
          .containsEntry(ENDPOINT, "http://localhost:" + sink.httpPort());
    }
  }

  @Test
  void endpoint_functionsOwnIsStronger() {
    try (OtlpSink sink = OtlpSink.start()) {
      assertThat(variables(Map.of(ENDPOINT, "http://backend:1"), sink))
          .containsEntry(ENDPOINT, "http://backend:1");
    }
  }

  private static Map<String, String> variables(Map<String, String> environment, OtlpSink sink) {
    FunctionConfiguration function =
        new FunctionConfiguration(
            "function",
            Path.of("function.zip"),
            "Handler",
            List.of(),
            environment,
            512,
            Duration.ofSeconds(3),
            StartType.ON_DEMAND,
            /* concurrency= */ 1,
            /* tracing= */ false,
            /* runtime= */ null,

            /* tmp= */ null,
            new LimitSettings(
                /* memory= */ true,
                /* cpu= */ false,
                /* vcpus= */ OptionalDouble.empty(),
                /* initAtFullSpeed= */ true,
                /* initTime= */ true,
                /* runtimeShutdown= */ null),
            new NetworkSettings(Localhost.AUTO, Set.of()));
    return FunctionVariables.of(
        function, new RuntimeCommand("java17", List.of(), Map.of()), "stream", "127.0.0.1:1", sink);
  }
}
