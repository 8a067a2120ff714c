package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples' {@code run.sh} deploys, invokes and deletes, by the real AWS CLI. */
class DeployIT {

  private static final String HERE = "eu-west-1";
  private static final String THERE = "us-east-1";
  private static final String ELSEWHERE = "ap-southeast-2"; // for other samples than those

  @TempDir static Path folder;
  private static AwsStandIn aws;

  @BeforeAll
  static void start() throws Exception {
    aws = AwsStandIn.miniStack(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (aws != null) {
      aws.close();
    }
  }

  @Test
  void twoRegions_eachItsOwnStack_andNothingIsLeft() throws Exception {
    String failed = run(Sample.STREAM, 1, "deploy", "--region", HERE, "--layer-arn", "nonsense");
    assertThat(failed.lines().toList())
        .last(as(STRING))
        .startsWith("run.sh: deploy: the stack otel-sample-stream has failed: Function: ")
        .contains("Layer version ARN nonsense is invalid");
    String output = run(Sample.STREAM, 0, "deploy", "--region", HERE);
    assertThat(output)
        .contains("invoke it:", "http://collector.example:4318", "run.sh delete --region " + HERE);
    run(
        Sample.STREAM,
        0,
        "deploy",
        "--region",
        THERE,
        "--layer",
        "javaagent",
        "--headers",
        "api-key=secret");

    JsonNode function = onlyFunction(HERE);
    assertThat(function.get("Handler").textValue()).isEqualTo("example.stream.UpperCaseHandler");
    assertThat(function.get("Layers").findValuesAsText("Arn"))
        .singleElement()
        .asString()
        .startsWith("arn:aws:lambda:" + HERE)
        .endsWith(":otel-sample-stream-wrapper:1");
    assertThat(function.at("/Layers/0/CodeSize").longValue())
        .isEqualTo(Files.size(Layer.WRAPPER.zip()));
    assertVariable(function, "AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler");
    assertVariable(function, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318");
    assertThat(onlyFunction(THERE).get("Layers").findValuesAsText("Arn"))
        .singleElement()
        .asString()
        .endsWith(":otel-sample-stream-javaagent:1");
    assertVariable(onlyFunction(THERE), "OTEL_EXPORTER_OTLP_HEADERS", "api-key=secret");

    assertThat(invokeByEmulator(function.get("FunctionName").textValue()))
        .contains("\"TEXT\": \"HELLO\"", "faas.invocation_id = ");

    aws.ask(HERE, "logs", "create-log-group", "--log-group-name", logGroup(function));
    run(Sample.STREAM, 0, "delete", "--region", HERE);
    assertNothingIn(HERE);
    assertThat(onlyFunction(THERE)).isNotNull();
  }

  @Test
  void collector_isAttached_andTheFunctionReportsToIt() throws Exception {
    CollectorLayer.zip(); // or skipped
    run(
        Sample.SQS,
        0,
        "deploy",
        "--region",
        ELSEWHERE,
        "--layer",
        "wrapper",
        "--layer",
        "collector");
    JsonNode function = onlyFunction(ELSEWHERE);
    assertThat(function.get("Layers").findValuesAsText("Arn")).hasSize(2);
    assertVariable(function, "OTEL_LAMBDA_COLLECTOR_ENDPOINT", "http://collector.example:4318");
    assertThat(function.at("/Environment/Variables").has("OTEL_EXPORTER_OTLP_ENDPOINT")).isFalse();
    run(Sample.SQS, 0, "delete", "--region", ELSEWHERE);
  }

  @Test
  void image_isBuiltAndPushed_andItsRepositoryDeleted() throws Exception {
    Path log = folder.resolve("engine.log");
    aws.with("docker", "echo \"$@\" >>'" + log + "'");
    run(Sample.CONTAINER_IMAGE, 0, "deploy", "--region", ELSEWHERE);
    assertThat(onlyFunction(ELSEWHERE).get("PackageType").textValue()).isEqualTo("Image");
    assertThat(log)
        .content()
        .contains("build --platform linux/amd64", "login --username AWS --password-stdin", "push ");
    run(Sample.CONTAINER_IMAGE, 0, "delete", "--region", ELSEWHERE);
    assertNothingIn(ELSEWHERE);
    assertThat(aws.ask(ELSEWHERE, "ecr", "describe-repositories").get("repositories")).isEmpty();
  }

  @Test
  void imageWithoutAnEngine_isOneLine() throws Exception {
    String output =
        aws.sample(Sample.CONTAINER_IMAGE, "deploy", "--region", THERE)
            .environment(Map.of("CONTAINER_ENGINE", "/nowhere/docker"))
            .run()
            .output();
    assertThat(output)
        .isEqualTo("run.sh: deploy: /nowhere/docker does not run, or you may not use it\n");
  }

  @Test
  void missingStack_isOneLine() throws Exception {
    assertThat(run(Sample.STREAM, 1, "invoke", "--region", HERE, "--stack", "nothing"))
        .isEqualTo(
            "run.sh: invoke: there is no stack nothing in eu-west-1: ./run.sh deploy makes it\n");
    assertThat(run(Sample.STREAM, 1, "delete", "--region", HERE, "--stack", "nothing"))
        .isEqualTo("run.sh: delete: there is no stack nothing in eu-west-1\n");
  }

  @Test
  void bucketOfAnotherAccount_isOneLine() throws Exception {
    String bucket = "otel-sample-spring-000000000000-" + THERE;
    Command.of(folder + "/programs/aws", "s3", "mb", "s3://" + bucket)
        .environment(aws.environment())
        .environment(Map.of("AWS_ACCESS_KEY_ID", "111111111111", "AWS_DEFAULT_REGION", THERE))
        .run();
    assertThat(run(Sample.SPRING, 1, "deploy", "--region", THERE))
        .startsWith("run.sh: deploy: the bucket " + bucket + " cannot be made: BucketAlreadyExists")
        .hasLineCount(1);
  }

  @Test
  void moto_theSame_andUnknownKeys() throws Exception {
    try (AwsStandIn moto = AwsStandIn.moto(Files.createDirectory(folder.resolve("moto")))) {
      Command.Finished deployed = moto.sample(Sample.AWS_SDK, "deploy", "--region", HERE).run();
      assertThat(deployed.status()).as(deployed.output()).isZero();
      JsonNode function = moto.ask(HERE, "lambda", "list-functions").at("/Functions/0");
      assertThat(function.get("Handler").textValue()).isEqualTo("example.awssdk.GetItemHandler");
      assertVariable(function, "AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler");
      assertThat(function.at("/Environment/Variables/TABLE_NAME").textValue())
          .isEqualTo(moto.ask(HERE, "dynamodb", "list-tables").at("/TableNames/0").textValue());
      assertThat(moto.sample(Sample.AWS_SDK, "delete", "--region", HERE).run().status()).isZero();
      assertThat(moto.ask(HERE, "lambda", "list-functions").get("Functions")).isEmpty();
      assertThat(moto.ask(HERE, "dynamodb", "list-tables").get("TableNames")).isEmpty();
      assertThat(moto.ask(HERE, "s3api", "list-buckets").get("Buckets")).isEmpty();

      moto.forgetKeys();
      Command.Finished refused = moto.sample(Sample.STREAM, "deploy", "--region", HERE).run();
      assertThat(refused.output())
          .startsWith("run.sh: deploy: AWS cannot be asked: InvalidClientTokenId: ")
          .hasLineCount(1);
      assertThat(refused.status()).isEqualTo(1);
    }
  }

  /** What {@code run.sh invoke} says, where the emulator runs what the stand-in does not. */
  private static String invokeByEmulator(String function) throws Exception {
    Process emulator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Layer.ROOT.resolve("lambda-emulator/target/lambda-emulator.jar").toString(),
                "start",
                "--port",
                "0",
                "--otlp-port",
                "0",
                "--name",
                function,
                "--function",
                Layer.ROOT.resolve("sample-apps/stream/target/function.zip").toString(),
                "--handler",
                "example.stream.UpperCaseHandler")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = emulator.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("serving ")) {
        line = lines.readLine();
      }
      assertThat(line).as("the emulator has not started").isNotNull();
      Command.Finished invoked =
          aws.sample(Sample.STREAM, "invoke", "--region", HERE)
              .environment(Map.of("AWS_ENDPOINT_URL_LAMBDA", line.split(" at | until ", -1)[1]))
              .run();
      assertThat(invoked.status()).as(invoked.output()).isZero();
      return invoked.output();
    } finally {
      emulator.destroy();
      emulator.waitFor();
    }
  }

  private static String run(Sample sample, int status, String... words) throws Exception {
    Command.Finished finished = aws.sample(sample, words).run();
    assertThat(finished.status()).as(finished.output()).isEqualTo(status);
    return finished.output();
  }

  private static JsonNode onlyFunction(String region) throws Exception {
    JsonNode functions = aws.ask(region, "lambda", "list-functions").get("Functions");
    assertThat(functions).hasSize(1);
    return functions.get(0);
  }

  private static void assertVariable(JsonNode function, String name, String value) {
    assertThat(function.at("/Environment/Variables").path(name).textValue()).isEqualTo(value);
  }

  private static String logGroup(JsonNode function) {
    return "/aws/lambda/" + function.get("FunctionName").textValue();
  }

  private static void assertNothingIn(String region) throws Exception {
    assertThat(aws.ask(region, "lambda", "list-functions").get("Functions")).isEmpty();
    assertThat(aws.ask(region, "lambda", "list-layers").get("Layers")).isEmpty();
    assertThat(aws.ask(region, "logs", "describe-log-groups").get("logGroups")).isEmpty();
    assertThat(aws.ask(region, "s3api", "list-buckets").get("Buckets").findValuesAsText("Name"))
        .noneMatch(name -> name.endsWith("-" + region));
  }
}
