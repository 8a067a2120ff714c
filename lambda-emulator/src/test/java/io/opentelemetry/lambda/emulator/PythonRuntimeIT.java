package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function of AWS's Python runtime, which knows nothing of Java. */
class PythonRuntimeIT {

  @TempDir Path folder;

  @Test
  void functionOfAwsPythonRuntime() throws Exception {
    Path runtime = PythonPackage.install("awslambdaric");
    Path function = folder.resolve("python");
    Programs.write(function.resolve("app.py"), Programs.read("app.py"));
    Programs.write(
        function.resolve("bootstrap"), "#!/bin/sh\nexec python3 -m awslambdaric \"$_HANDLER\"\n");
    try (LambdaEnvironment lambda =
        LambdaEnvironment.builder()
            .function(function, "app.handle")
            .layer(Programs.layer(folder, "extension.py", "watcher"))
            .layer(runtime)
            .environment("PYTHONPATH", "/opt")
            .customRuntime()
            .timeout(Duration.ofSeconds(20))
            .build()) {
      InvocationResult result = lambda.invoke("{\"a\":\"ä\"}");
      assertThat(result.error()).as(lambda.output().toString()).isNull();
      JsonNode response = new ObjectMapper().readTree(result.response());
      assertThat(response.at("/event/a").asText()).isEqualTo("ä");
      assertThat(response.path("requestId").asText()).isEqualTo(result.requestId());
      assertThat(response.path("arn").asText()).endsWith(":function:function");
      assertThat(response.path("remainingMs").asInt()).isBetween(1, 20_000);
      assertThat(response.path("layer").asBoolean()).isTrue();
      assertThat(result.log())
          .extracting(LogLine::text)
          .contains("handling " + result.requestId())
          .anySatisfy(line -> assertThat(line).contains("\"eventType\":\"INVOKE\""));

      InvocationResult failed = lambda.invoke("{\"fail\":true}");
      assertThat(failed.error())
          .satisfies(
              error -> {
                assertThat(error.errorType()).isEqualTo("ValueError");
                assertThat(error.errorMessage()).isEqualTo("told to fail");
                assertThat(error.stackTrace()).hasSize(1);
              });
    }
  }
}
