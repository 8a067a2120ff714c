package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static StandIn.Running miniStack;
  private static AwsCli aws;

  @BeforeAll
  static void start() throws Exception {
    miniStack = StandIn.MINISTACK.start();
    aws = to(miniStack);
  }

  private static AwsCli to(StandIn.Running standIn) {
    return AwsCli.install()
        .to(standIn.address().toString())
        .with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318");
  }

  @AfterAll
  static void stop() {
    if (miniStack != null) {
      miniStack.close();
    }
  }

  @Test
  void twoRegions_eachItsOwnStack_andNothingIsLeft() throws Exception {
    String failed = run(Sample.STREAM, 1, "deploy", "--region", HERE, "--layer-arn", "nonsense");
    assertThat(failed.lines().toList())
        .last(as(STRING))
        .startsWith("deploy: the stack otel-sample-stream has failed: Function: ")
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

  /** The sample's function is instrumented at build time. */
  @Test
  void collector_isAttached_andTheInstrumentedFunctionReportsToIt() throws Exception {
    CollectorLayer.zip(); // or skipped
    run(
        Sample.ASYNC_HTTP,
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
    assertThat(function.get("CodeSize").longValue())
        .isEqualTo(
            Files.size(Layer.ROOT.resolve("sample-apps/async-http/target/function-traced.zip")));
    assertVariable(function, "OTEL_LAMBDA_COLLECTOR_ENDPOINT", "http://collector.example:4318");
    assertThat(function.at("/Environment/Variables").has("OTEL_EXPORTER_OTLP_ENDPOINT")).isFalse();
    run(Sample.ASYNC_HTTP, 0, "delete", "--region", ELSEWHERE);
  }

  @Test
  void image_isBuiltAndPushed_andItsRepositoryDeleted() throws Exception {
    Path log = folder.resolve("engine.log");
    AwsCli withEngine = aws.withProgram(folder, "docker", "echo \"$@\" >>'" + log + "'");
    run(withEngine, Sample.CONTAINER_IMAGE, 0, "deploy", "--region", ELSEWHERE);
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
        run(
            aws.with("CONTAINER_ENGINE", "/nowhere/docker"),
            Sample.CONTAINER_IMAGE,
            3,
            "deploy",
            "--region",
            THERE);
    assertThat(output).isEqualTo("deploy: /nowhere/docker does not run, or you may not use it\n");
  }

  @Test
  void missingStack_isOneLine() throws Exception {
    assertThat(run(Sample.STREAM, 1, "invoke", "--region", HERE, "--stack", "nothing"))
        .isEqualTo("invoke: there is no stack nothing in eu-west-1: ./run.sh deploy makes it\n");
    assertThat(run(Sample.STREAM, 1, "delete", "--region", HERE, "--stack", "nothing"))
        .isEqualTo("delete: there is no stack nothing in eu-west-1\n");
  }

  @Test
  void bucketOfAnotherAccount_isOneLine() throws Exception {
    String bucket = "otel-sample-spring-000000000000-" + THERE;
    aws.with("AWS_ACCESS_KEY_ID", "111111111111")
        .ask(THERE, "s3api", "create-bucket", "--bucket", bucket);
    assertThat(run(Sample.SPRING, 1, "deploy", "--region", THERE))
        .startsWith("deploy: the bucket " + bucket + " cannot be made: BucketAlreadyExists")
        .hasLineCount(1);
  }

  @Test
  void moto_theSame_andUnknownKeys() throws Exception {
    try (StandIn.Running standIn = StandIn.MOTO.start()) {
      AwsCli moto = to(standIn);
      run(moto, Sample.AWS_SDK, 0, "deploy", "--region", HERE);
      JsonNode function = moto.ask(HERE, "lambda", "list-functions").at("/Functions/0");
      assertThat(function.get("Handler").textValue()).isEqualTo("example.awssdk.GetItemHandler");
      assertVariable(function, "AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler");
      assertThat(function.at("/Environment/Variables/TABLE_NAME").textValue())
          .isEqualTo(moto.ask(HERE, "dynamodb", "list-tables").at("/TableNames/0").textValue());
      run(moto, Sample.AWS_SDK, 0, "delete", "--region", HERE);
      assertThat(moto.ask(HERE, "lambda", "list-functions").get("Functions")).isEmpty();
      assertThat(moto.ask(HERE, "dynamodb", "list-tables").get("TableNames")).isEmpty();
      assertThat(moto.ask(HERE, "s3api", "list-buckets").get("Buckets")).isEmpty();

      forgetKeys(standIn);
      assertThat(run(moto, Sample.STREAM, 1, "deploy", "--region", HERE))
          .startsWith("deploy: AWS cannot be asked: ")
          .containsAnyOf("InvalidClientTokenId", "HTTP status 403")
          .hasLineCount(1);
    }
  }

  /** From now on Moto knows no key. */
  private static void forgetKeys(StandIn.Running moto) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(moto.address().resolve("/moto-api/reset-auth"))
            .POST(HttpRequest.BodyPublishers.ofString("0", UTF_8))
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  /**
   * Lets {@code run.sh invoke} call the function, where the emulator runs what the fake does not,
   * and returns its output.
   */
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
      return run(
          aws.with("AWS_ENDPOINT_URL_LAMBDA", line.split(" at | until ", -1)[1]),
          Sample.STREAM,
          0,
          "invoke",
          "--region",
          HERE);
    } finally {
      emulator.destroy();
      emulator.waitFor();
    }
  }

  private static String run(Sample sample, int status, String... words) throws Exception {
    return run(aws, sample, status, words);
  }

  private static String run(AwsCli aws, Sample sample, int status, String... words)
      throws Exception {
    Command.Finished finished =
        aws.script("sample-apps/" + sample.folder() + "/run.sh", words).run();
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
