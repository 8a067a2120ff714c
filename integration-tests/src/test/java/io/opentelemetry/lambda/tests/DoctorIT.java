package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The word doctor, for functions in AWS that the real AWS CLI shows, and for the sample's template.
 */
class DoctorIT {

  private static final String REGION = "us-east-1";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void deployedFunction(StandIn standIn) throws Exception {
    AwsCli installed = AwsCli.install();
    try (StandIn.Running running = standIn.start();
        AwsProxy proxy = AwsProxy.before(running.address())) {
      AwsCli cli = installed.to(proxy);
      create(cli);
      Command.Finished found = doctor(cli);
      assertThat(found.output())
          .isEqualTo(
              """
              orders:
                AWS_LAMBDA_EXEC_WRAPPER is not set, so the layer is not used
                  -> set it to /opt/otel-handler
                OTEL_EXPORTER_OTLP_ENDPOINT is not set, so that traces go to localhost, where nobody listens without a Collector layer
                  -> set OTEL_EXPORTER_OTLP_ENDPOINT to your backend, or attach a Collector layer
              """);
      assertThat(found.status()).isEqualTo(1);

      cli.query(
          REGION,
          "State",
          "lambda",
          "update-function-configuration",
          "--function-name",
          "orders",
          "--environment",
          "Variables={AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler,OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.example.com}");
      Command.Finished well = doctor(cli);
      assertThat(well.output()).isEqualTo("orders: nothing found\n");
      assertThat(well.status()).isZero();

      Command.Finished missing = cli.script("run.sh", "doctor", "stock", "--region", REGION).run();
      assertThat(missing.output()).startsWith("doctor: ").contains("ResourceNotFoundException");
      assertThat(missing.status()).isEqualTo(3);
    }
  }

  @Test
  void theSamplesTemplate_isWell() throws Exception {
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("run.sh").toString())
            .with("doctor", Layer.ROOT.resolve("sample-apps/aws-sdk/template.yaml").toString())
            .with("--parameter", "OtlpEndpoint=https://otlp.example.com")
            .with(
                "--parameter",
                "LayerArn=arn:aws:lambda:us-east-1:1:layer:opentelemetry-java-wrapper:1")
            .environment(Map.of("NO_BUILD", "1"))
            .run();
    assertThat(finished.output()).isEqualTo("Function: nothing found\n");
    assertThat(finished.status()).isZero();
  }

  private static Command.Finished doctor(AwsCli cli) throws Exception {
    return cli.script("run.sh", "doctor", "orders", "--region", REGION).run();
  }

  private void create(AwsCli cli) throws Exception {
    String zip = "fileb://" + zip();
    String role =
        cli.query(
            REGION,
            "Role.Arn",
            "iam",
            "create-role",
            "--role-name",
            "orders",
            "--assume-role-policy-document",
            "{\"Version\":\"2012-10-17\",\"Statement\":[]}");
    String layer =
        cli.query(
            REGION,
            "LayerVersionArn",
            "lambda",
            "publish-layer-version",
            "--layer-name",
            "opentelemetry-java-wrapper",
            "--zip-file",
            zip,
            "--compatible-runtimes",
            "java21",
            "--compatible-architectures",
            "x86_64");
    cli.query(
        REGION,
        "FunctionName",
        "lambda",
        "create-function",
        "--function-name",
        "orders",
        "--runtime",
        "java21",
        "--handler",
        "example.Handler",
        "--role",
        role,
        "--zip-file",
        zip,
        "--memory-size",
        "512",
        "--timeout",
        "20",
        "--layers",
        layer);
  }

  private Path zip() throws Exception {
    Path path = folder.resolve("function.zip");
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("example/Handler.class"));
      zip.write(1);
    }
    return path;
  }
}
