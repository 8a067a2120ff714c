package io.opentelemetry.lambda.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real AWS CLI invokes the functions of a template that {@code local start} serves. */
class AwsCliIT {

  @TempDir Path folder;

  @Test
  void functionsOfATemplate() throws Exception {
    Path cli = PythonPackage.install("awscli");
    Programs.function(folder);
    Programs.write(
        folder.resolve("template.yaml"),
        """
        Transform: AWS::Serverless-2016-10-31
        Globals:
          Function:
            Runtime: provided.al2023
            Handler: the.Handler
            CodeUri: function
            Timeout: 20
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: orders
              Environment:
                Variables:
                  OF: orders
          Stock:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: stock
              MemorySize: 256
        """);
    try (ServedFunctions served =
        ServedFunctions.start("--template", folder.resolve("template.yaml").toString())) {
      assertThat(served.names()).isEqualTo("orders, stock");
      JsonNode answer = invoke(cli, served, "orders", "{\"do\":\"environment\"}");
      assertThat(answer.path("FunctionError").isMissingNode()).isTrue();
      assertThat(answer.path("StatusCode").asInt()).isEqualTo(200);
      assertThat(answer.path("ExecutedVersion").asText()).isEqualTo("$LATEST");
      assertThat(new String(Base64.getDecoder().decode(answer.path("LogResult").asText()), UTF_8))
          .contains("Memory Size: 128 MB");
      assertThat(response())
          .contains("\"OF\": \"orders\"")
          .contains("\"AWS_LAMBDA_FUNCTION_NAME\": \"orders\"");

      invoke(cli, served, "stock", "{\"do\":\"environment\"}");
      assertThat(response())
          .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\": \"256\"")
          .doesNotContain("\"OF\"");

      assertThat(invoke(cli, served, "stock", "{\"do\":\"fail\"}").path("FunctionError").asText())
          .isEqualTo("Unhandled");
      assertThat(response()).contains("\"errorMessage\": \"told to\"");
    }
  }

  @Test
  void functionsOfScriptRuntimes() throws Exception {
    Path cli = PythonPackage.install("awscli");
    String python = ManagedRuntimes.requirePython().name();
    String node = ManagedRuntimes.require("nodejs22.x").name();
    for (String file : List.of("app.py", "app.js")) {
      Programs.write(folder.resolve("code").resolve(file), Programs.read("shapes/" + file));
    }
    Programs.write(
        folder.resolve("template.yaml"),
        """
        Transform: AWS::Serverless-2016-10-31
        Globals:
          Function:
            Handler: app.handler
            CodeUri: code
            Timeout: 60
        Resources:
          Python:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: python
              Runtime: %s
          Node:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: node
              Runtime: %s
        """
            .formatted(python, node));
    try (ServedFunctions served =
        ServedFunctions.start("--template", folder.resolve("template.yaml").toString())) {
      invoke(cli, served, "python", "\"tuple\"");
      assertThat(response()).isEqualTo("[1, \"two\"]");
      JsonNode failed = invoke(cli, served, "python", "\"error of its own\"");
      assertThat(failed.path("FunctionError").asText()).isEqualTo("Unhandled");
      assertThat(response()).contains("\"errorType\": \"OrderError\"");

      invoke(cli, served, "node", "\"object\"");
      assertThat(response()).isEqualTo("{\"b\":1,\"a\":[1,2.5,null,true]}");
      JsonNode accepted = invoke(cli, served, "node", "\"text\"", "--invocation-type", "Event");
      assertThat(accepted.path("StatusCode").asInt()).isEqualTo(202);
    }
  }

  @Test
  void template_withRuby_hasItsClientFromTheFolder_andPythonsFromPyPi() throws Exception {
    Path cli = PythonPackage.install("awscli");
    String python = ManagedRuntimes.requirePython().name();
    String ruby = ManagedRuntimes.requireRubyHome().toString();
    Programs.write(folder.resolve("code/app.py"), Programs.read("shapes/app.py"));
    Programs.write(folder.resolve("code/app.rb"), Programs.read("ruby/app.rb"));
    Programs.write(
        folder.resolve("template.yaml"),
        """
        Transform: AWS::Serverless-2016-10-31
        Globals:
          Function:
            CodeUri: code
            Timeout: 60
        Resources:
          Python:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: python
              Handler: app.handler
              Runtime: %s
          Ruby:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: ruby
              Handler: app.handle
              Runtime: ruby3.4
        """
            .formatted(python));
    try (ServedFunctions served =
        ServedFunctions.start(
            "--template",
            folder.resolve("template.yaml").toString(),
            "--ruby-home",
            ruby,
            "--runtime-client",
            "../conformance/runtime-clients/ruby")) {
      invoke(cli, served, "ruby", "{\"a\":\"ä\"}");
      assertThat(response()).isEqualTo("{\"a\":\"ä\"}");
      invoke(cli, served, "python", "\"tuple\"");
      assertThat(response()).isEqualTo("[1, \"two\"]");
    }
  }

  private String response() throws Exception {
    return Files.readString(folder.resolve("response.json"));
  }

  private JsonNode invoke(
      Path cli, ServedFunctions served, String function, String event, String... options)
      throws Exception {
    Path payload = Files.writeString(folder.resolve("event.json"), event);
    ProcessBuilder aws =
        PythonPackage.program(
            cli,
            "aws",
            "lambda",
            "invoke",
            "--endpoint-url",
            served.endpoint(),
            "--function-name",
            function,
            "--log-type",
            "Tail",
            "--payload",
            "fileb://" + payload,
            folder.resolve("response.json").toString());
    aws.command().addAll(List.of(options));
    aws.environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_DEFAULT_REGION", "us-east-1"));
    Process process = aws.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return new ObjectMapper().readTree(output);
  }

  /** The emulator's program in a process of its own. */
  private record ServedFunctions(Process process, String names, String endpoint)
      implements AutoCloseable {

    static ServedFunctions start(String... options) throws Exception {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-jar",
                  Path.of("target", "lambda-emulator.jar").toAbsolutePath().toString(),
                  "start",
                  "--port",
                  "0",
                  "--otlp-port",
                  "0"));
      command.addAll(List.of(options));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      List<String> output = new ArrayList<>();
      String line;
      while ((line = lines.readLine()) != null) {
        output.add(line);
        if (line.startsWith("serving ")) {
          String[] parts = line.split(" at | until ", -1);
          return new ServedFunctions(process, parts[0].substring("serving ".length()), parts[1]);
        }
      }
      throw new AssertionError("it does not serve: " + output);
    }

    @Override
    public void close() throws Exception {
      process.destroy();
      process.waitFor();
    }
  }
}
