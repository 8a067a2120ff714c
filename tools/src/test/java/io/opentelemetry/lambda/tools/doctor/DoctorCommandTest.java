package io.opentelemetry.lambda.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.tools.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {

  @TempDir Path folder;
  private Path template;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void template() throws Exception {
    template =
        Files.writeString(
            folder.resolve("template.yaml"),
            """
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Backend:
                Type: String
                Default: https://otlp.example.com:4318
              Otel:
                Type: String
                Default: arn:aws:lambda:eu-central-1:123456789012:layer:tracing:3
            Resources:
              Orders:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java21
                  Handler: example.Handler
                  CodeUri: nowhere
                  MemorySize: 1024
                  Timeout: 30
                  Layers: [!Ref Otel]
                  Environment:
                    Variables:
                      AWS_LAMBDA_EXEC_WRAPPER: /opt/otel-handler
                      OTEL_EXPORTER_OTLP_ENDPOINT: !Ref Backend
              Stock:
                Type: AWS::Lambda::Function
                Properties:
                  Runtime: java17
                  Handler: example.Handler
                  Code: { ImageUri: image }
                  Timeout: 30
            """);
  }

  @Test
  void template_withFindings() {
    assertThat(run(template.toString(), "--layer", "tracing=wrapper")).isEqualTo(1);
    assertThat(out.toString())
        .isEqualTo(
            """
            Orders: nothing found
            Stock:
              no layer of OpenTelemetry's is attached
                -> attach the layer of its language, or name the layer that is one: --layer NAME=wrapper
            """);
  }

  @Test
  void templateOfThePageForDotNet_hasNoFindings() {
    int status =
        run(
            "../docs/dotnet/template.yaml",
            "--parameter",
            "CollectorLayerArn="
                + "arn:aws:lambda:eu-west-1:123456789012:layer:opentelemetry-collector-amd64:1",
            "--parameter",
            "OtlpEndpoint=https://otlp.example.com:4318");
    assertThat(out.toString()).isEqualTo("Function: nothing found\n");
    assertThat(status).isZero();
  }

  @Test
  void parameter() {
    run(template.toString(), "--layer", "tracing=wrapper", "--parameter", "Backend=localhost");
    assertThat(out.toString())
        .contains("OTEL_EXPORTER_OTLP_ENDPOINT is localhost, which is no URL");
  }

  @Test
  void parameterWithoutAValue_leavesTheRestToBeLookedAt() throws Exception {
    Files.writeString(
        template,
        Files.readString(template)
            .replace("    Default: arn:aws:lambda:eu-central-1:123456789012:layer:tracing:3\n", "")
            .replace("    Default: https://otlp.example.com:4318\n", ""));
    assertThat(run(template.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("Orders: nothing found\n", "Stock:\n  no layer of OpenTelemetry's")
        .contains("what depends on the parameter Otel is not looked at: --parameter Otel=VALUE\n")
        .contains("--parameter Backend=VALUE\n");
  }

  @Test
  void functionThatCannotBeRead_stopsNoOther() throws Exception {
    Files.writeString(
        template,
        Files.readString(template).replace("MemorySize: 1024", "MemorySize: !GetAtt A.B"));
    assertThat(run(template.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("Stock:\n  no layer of OpenTelemetry's", "Orders is not looked at: ");
  }

  @Test
  void folderOfAFunction() {
    assertThat(run(folder.toString())).isZero();
    assertThat(out.toString())
        .isEqualTo(folder + ": nothing found\n  instrumented at build time: nothing\n");
  }

  @Test
  void packedFunction_isNotInvoked() {
    assertThat(run(folder.toString(), "--invoke")).isEqualTo(2);
    assertThat(out.toString())
        .startsWith("doctor: --invoke is for a function in AWS, not for a zip\n");
  }

  @Test
  void missingTemplate() {
    assertThat(run("missing.yaml")).isEqualTo(3);
    assertThat(out.toString()).isEqualTo("doctor: there is no missing.yaml\n");
  }

  @Test
  void usageError() {
    assertThat(run("orders", "--nonsense")).isEqualTo(2);
    assertThat(out.toString()).contains("Unknown option: '--nonsense'");
  }

  private int run(String... arguments) {
    PrintWriter writer = new PrintWriter(out, true);
    List<String> words = new ArrayList<>(List.of("doctor"));
    words.addAll(List.of(arguments));
    return Main.commandLine()
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setOut(writer)
        .setErr(writer)
        .execute(words.toArray(new String[0]));
  }
}
