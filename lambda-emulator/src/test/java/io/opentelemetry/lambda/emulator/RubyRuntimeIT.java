package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lambda's Ruby, with a client of this project's own that keeps the contract of AWS's gem. */
class RubyRuntimeIT {

  private static final Path CLIENT =
      Path.of("..", "conformance", "runtime-clients", "ruby").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void handler_seesEventContextAndSurroundings() throws Exception {
    try (LambdaEnvironment lambda = function("app.handle").build()) {
      assertThat(lambda.invoke("{\"a\":\"ä\"}").response()).isEqualTo("{\"a\":\"ä\"}");
      assertThat(lambda.invoke("{\"do\":\"io\"}").response()).isEqualTo("no JSON");

      InvocationResult context = lambda.invoke("{\"do\":\"context\"}");
      JsonNode seen = new ObjectMapper().readTree(context.response());
      assertThat(seen.path("id").asText()).isEqualTo(context.requestId());
      assertThat(seen.path("arn").asText()).endsWith(":function:function");
      assertThat(seen.path("left").asInt()).isBetween(1, 20_000);
      assertThat(seen.path("trace").asText()).startsWith("Root=1-");

      JsonNode surroundings =
          new ObjectMapper().readTree(lambda.invoke("{\"do\":\"environment\"}").response());
      assertThat(surroundings.path("program").asText())
          .isEqualTo("/var/runtime/bin/aws_lambda_ric");
      assertThat(surroundings.at("/argv/0").asText()).isEqualTo("app.handle");
      assertThat(surroundings.at("/paths/0").asText()).isEqualTo("/var/task");
      assertThat(surroundings.path("paths").toString()).contains("\"/opt/ruby/lib\"");
      assertThat(surroundings.path("gems").toString())
          .contains("\"/opt/ruby/gems/3.3.0\"", "\"/var/task/vendor/bundle/ruby/3.3.0\"");
    }
  }

  @Test
  void handler_ofAClass_isCalled() {
    try (LambdaEnvironment lambda = function("app.Orders::Api.handle").build()) {
      assertThat(lambda.invoke("[1]").response()).isEqualTo("[[1],\"function\"]");
    }
  }

  @Test
  void errors_areTheCallers() {
    try (LambdaEnvironment lambda = function("app.handle").build()) {
      FunctionError failed = lambda.invoke("{\"do\":\"fail\"}").error();
      assertThat(failed.errorType()).isEqualTo("Function<OrderError>");
      assertThat(failed.errorMessage()).isEqualTo("no such order: ü");
      assertThat(failed.stackTrace()).containsExactly("/var/task/app.rb:14:in `handle'");
      assertThat(lambda.invoke("{}").coldStart()).isFalse();

      assertThat(lambda.invoke("{\"do\":\"name\"}").error().errorType())
          .isEqualTo("Function<NameError>");
      assertThat(lambda.invoke("{\"do\":\"exit\"}").error().errorType())
          .isEqualTo("Function<SystemExit>");
      assertThat(lambda.invoke("{}").coldStart()).isTrue();
    }
  }

  @Test
  void fileThatIsMissing_isAnErrorOfTheInit() {
    try (LambdaEnvironment lambda = function("missing.handle").build()) {
      FunctionError error = lambda.invoke("{}").error();
      assertThat(error.errorType()).isEqualTo("Init<LoadError>");
      assertThat(error.errorMessage()).isEqualTo("cannot load such file -- missing");
    }
  }

  @Test
  void clientThatIsMissing_isNamedWithItsCommand() {
    assertThatThrownBy(() -> function("app.handle").runtimeClient(folder).build())
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "Lambda's Ruby needs the gem aws_lambda_ric: run \"gem fetch aws_lambda_ric && gem"
                + " unpack aws_lambda_ric-*.gem\", and name the folder by --runtime-client");
  }

  private LambdaEnvironmentBuilder function(String handler) {
    Path function = folder.resolve("ruby");
    Programs.write(function.resolve("app.rb"), Programs.read("ruby/app.rb"));
    return LambdaEnvironment.builder()
        .runtime("ruby3.3")
        .rubyHome(ManagedRuntimes.requireRubyHome())
        .runtimeClient(CLIENT)
        .function(function, handler)
        .timeout(Duration.ofSeconds(20));
  }
}
