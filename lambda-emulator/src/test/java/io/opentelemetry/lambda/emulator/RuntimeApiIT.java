package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Runtime API, as a runtime sees it on the wire, and what its caller gets. */
class RuntimeApiIT {

  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders";

  @TempDir Path folder;

  @Test
  void streamedResponse_isTheCallers_andSoIsTheErrorAfterIt() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      assertThat(lambda.invoke("{\"do\":\"stream\"}").response()).isEqualTo("\"one two\"");
      InvocationResult failed =
          lambda.invoke(
              "{\"do\":\"stream\",\"error\":{\"errorType\":\"Late\",\"errorMessage\":\"told to\"}}");
      assertThat(failed.status()).isEqualTo(InvocationResult.Status.ERROR);
      assertThat(failed.error().errorType()).isEqualTo("Late");
      assertThat(failed.error().errorMessage()).isEqualTo("told to");
    }
  }

  @Test
  void next_hasTheEventAndItsHeaders() throws Exception {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      InvocationResult result = lambda.invoke("{\"do\":\"headers\"}");
      JsonNode headers = new ObjectMapper().readTree(result.response());
      assertThat(headers.path("Lambda-Runtime-Aws-Request-Id").asText())
          .isEqualTo(result.requestId());
      assertThat(headers.path("Lambda-Runtime-Invoked-Function-Arn").asText()).isEqualTo(ARN);
      assertThat(headers.path("Lambda-Runtime-Trace-Id").asText())
          .matches("Root=1-\\p{XDigit}{8}-\\p{XDigit}{24};Parent=\\p{XDigit}{16};Sampled=0");
      assertThat(Instant.ofEpochMilli(headers.path("Lambda-Runtime-Deadline-Ms").asLong()))
          .isBetween(result.responded(), result.responded().plus(Duration.ofSeconds(20)));
      assertThat(headers.has("Lambda-Runtime-Client-Context")).isFalse();
    }
  }

  @Test
  void next_hasWhatTheCallerSends() throws Exception {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      InvocationRequest invocation =
          InvocationRequest.of("{\"do\":\"headers\"}")
              .withQualifier("prod")
              .withClientContext("{\"custom\":{\"a\":\"b\"}}")
              .withCognitoIdentity("{\"cognitoIdentityId\":\"me\"}")
              .withTraceHeader("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
      JsonNode headers = new ObjectMapper().readTree(lambda.invoke(invocation).response());
      assertThat(headers.path("Lambda-Runtime-Invoked-Function-Arn").asText())
          .isEqualTo(ARN + ":prod");
      assertThat(headers.path("Lambda-Runtime-Client-Context").asText())
          .isEqualTo("{\"custom\":{\"a\":\"b\"}}");
      assertThat(headers.path("Lambda-Runtime-Cognito-Identity").asText())
          .isEqualTo("{\"cognitoIdentityId\":\"me\"}");
      assertThat(headers.path("Lambda-Runtime-Trace-Id").asText())
          .isEqualTo("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
    }
  }

  @Test
  void error_isTheCallers() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      InvocationResult result = lambda.invoke("{\"do\":\"fail\"}");
      assertThat(result.status()).isEqualTo(InvocationResult.Status.ERROR);
      assertThat(result.error())
          .isEqualTo(new FunctionError("Test.Failure", "told to", List.of("x")));
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
    }
  }

  @Test
  void error_thatIsGarbage_isAnErrorAllTheSame() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      assertThat(lambda.invoke("{\"do\":\"fail with garbage\"}").error().errorType())
          .isEqualTo("Runtime.Unknown");
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
    }
  }

  @Test
  void response_forAnUnknownRequest_isRefused() throws Exception {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      JsonNode seen =
          new ObjectMapper().readTree(lambda.invoke("{\"do\":\"answer unknown id\"}").response());
      assertThat(seen.path("status").asInt()).isEqualTo(400);
      assertThat(seen.path("body").asText())
          .isEqualTo(
              "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
    }
  }

  @Test
  void response_twice_isRefusedTheSecondTime() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      assertThat(lambda.invoke("{\"do\":\"answer twice\"}").response()).contains("answer twice");
      assertThat(lambda.output())
          .anyMatch(
              line ->
                  line.startsWith("first 202 second 403 ")
                      && line.contains("InvalidStateTransition"));
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
    }
  }

  @Test
  void response_upToSixMegabytes() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      int limit = 6 * 1024 * 1024 + 100;
      assertThat(lambda.invoke("{\"do\":\"answer of size\",\"bytes\":" + limit + "}").response())
          .hasSize(limit);
      InvocationResult tooLarge =
          lambda.invoke("{\"do\":\"answer of size\",\"bytes\":" + (limit + 1) + "}");
      assertThat(tooLarge.error().errorType()).isEqualTo("Function.ResponseSizeTooLarge");
      assertThat(lambda.output())
          .anyMatch(
              line ->
                  line.startsWith("response answered 413 ")
                      && line.contains("RequestEntityTooLarge"));
    }
  }

  @Test
  void timeout_killsTheRuntime_andTheNextInvocationStartsItAgain() {
    try (LambdaEnvironment lambda =
        Programs.function(folder).timeout(Duration.ofSeconds(3)).build()) {
      InvocationResult result = lambda.invoke("{\"do\":\"sleep\",\"seconds\":3600}");
      assertThat(result.status()).isEqualTo(InvocationResult.Status.TIMEOUT);
      assertThat(result.error())
          .isEqualTo(
              FunctionError.of(
                  "Sandbox.Timedout",
                  "RequestId: "
                      + result.requestId()
                      + " Error: Task timed out after 3.00 seconds"));
      InvocationResult next = lambda.invoke("1");
      assertThat(next.response()).isEqualTo("1");
      assertThat(next.coldStart()).isTrue();
    }
  }

  @Test
  void exit_isAnError_andTheNextInvocationStartsTheRuntimeAgain() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      InvocationResult result = lambda.invoke("{\"do\":\"exit\",\"status\":3}");
      assertThat(result.error())
          .isEqualTo(
              FunctionError.of(
                  "Runtime.ExitError",
                  "RequestId: "
                      + result.requestId()
                      + " Error: Runtime exited with error: exit status 3"));
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
    }
  }

  @Test
  void exit_afterTheResponse_leavesTheResponse() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      assertThat(lambda.invoke("{\"do\":\"exit after the response\",\"status\":0}").status())
          .isEqualTo(InvocationResult.Status.OK);
      assertThat(lambda.invoke("1").coldStart()).isTrue();
    }
  }

  @Test
  void workAfterTheResponse_isReportedApart() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      InvocationResult result =
          lambda.invoke("{\"do\":\"sleep after the response\",\"seconds\":0.5}");
      assertThat(result.postRuntime()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }
  }

  @Test
  void initError_isReported_andTriedAgainInTheInvocation() {
    try (LambdaEnvironment lambda =
        Programs.function(folder).environment("INIT", "error").build()) {
      InitResult init = lambda.init();
      assertThat(init.status()).isEqualTo(InitResult.Status.ERROR);
      assertThat(init.error())
          .isEqualTo(new FunctionError("Init.Bad", "no luck", List.of("a", "b")));
      assertThat(lambda.invoke("1").error().errorType()).isEqualTo("Init.Bad");
      // the second may be killed before it can say so
      assertThat(lambda.output()).contains("init/error answered 202");
      assertThat(lambda.report().phases())
          .extracting(Phase::kind)
          .filteredOn(Phase.Kind.INIT::equals)
          .hasSize(2);
    }
  }

  @Test
  void initThatExits_isReported() {
    try (LambdaEnvironment lambda = Programs.function(folder).environment("INIT", "exit").build()) {
      assertThat(lambda.init().error())
          .isEqualTo(
              FunctionError.of("Runtime.ExitError", "Runtime exited with error: exit status 7"));
    }
  }

  @Test
  void initOfMoreThanTenSeconds_isEnded_andRunsAgainInTheInvocation() {
    try (LambdaEnvironment lambda =
        Programs.function(folder).environment("INIT", "sleep once").build()) {
      assertThat(lambda.init().status()).isEqualTo(InitResult.Status.TIMEOUT);
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
    }
  }
}
