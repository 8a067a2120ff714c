package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The emulator as a program: its exit status, its report, and that it needs no privileges. */
class EmulatorCommandIT {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void json_hasTheInvocationsAndTheSpans(Layer layer) throws Exception {
    File json = folder.resolve("report.json").toFile();
    List<String> arguments =
        new ArrayList<>(List.of("--count", "2", "--json", json.toString(), "--quiet"));
    if (layer != Layer.NONE) {
      arguments.addAll(
          List.of(
              "--layer",
              layer.zip().toString(),
              "--env",
              "AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler"));
    }
    Command.Finished finished = run(List.of(), "{}", arguments.toArray(String[]::new));
    assertThat(finished.status()).as(finished.output()).isZero();
    JsonNode report = new ObjectMapper().readTree(json);
    assertThat(report.at("/init/status").textValue()).isIn("ok", "timeout");
    assertThat(report.at("/init/durationMs").doubleValue()).isPositive();
    assertThat(report.at("/memory/highWaterMb").doubleValue()).isPositive();
    assertThat(report.get("invocations"))
        .hasSize(2)
        .allSatisfy(
            invocation -> {
              assertThat(invocation.get("status").textValue()).isEqualTo("ok");
              assertThat(invocation.get("response").textValue()).contains("\"function\":");
            });
    assertThat(report.findValues("spanId")).hasSize(layer == Layer.NONE ? 0 : 2);
  }

  @Test
  void functionThatFails_isStatus1() throws Exception {
    Command.Finished finished = run(List.of(), "{\"fail\":1}");
    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.output())
        .contains("error: java.lang.IllegalArgumentException: told to fail");
  }

  @Test
  void otlpFault_meetsTheFunctionsExports() throws Exception {
    Command.Finished finished =
        run(
            List.of(),
            "{}",
            "--layer",
            Layer.WRAPPER.zip().toString(),
            "--env",
            "AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler",
            "--otlp-grpc-port",
            "0",
            "--drop-connections",
            "--otlp-fault",
            "status=503");
    assertThat(finished.status()).as(finished.output()).isZero();
    assertThat(finished.output()).contains("503", "0 spans");
  }

  @Test
  void ordinaryUser() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "these tests run as one already");
    Command.Finished finished =
        run(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            "{}",
            "--layer",
            Layer.WRAPPER.zip().toString(),
            "--env",
            "AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler");
    assertThat(finished.status()).as(finished.output()).isZero();
    assertThat(finished.output()).contains("1 spans");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Command.Finished finished =
        run(List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary), "{}");
    assertThat(finished.status()).as(finished.output()).isZero();
    assertThat(temporary).isEmptyDirectory();
  }

  private Command.Finished run(List<String> before, String event, String... arguments)
      throws Exception {
    return Command.of(before.toArray(String[]::new))
        .with(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .with("-jar", Layer.ROOT.resolve("lambda-emulator/target/lambda-emulator.jar").toString())
        .with("--function", Layer.ROOT.resolve("integration-tests/target/classes").toString())
        .with("--handler", "functions.ObjectHandler", "--event", "-", "--otlp-port", "0")
        .with(arguments)
        .input(Files.writeString(folder.resolve("event.json"), event))
        .run();
  }
}
