package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Extensions API, as external extensions in Python and in shell see it on the wire. */
class ExtensionsApiIT {

  private static final String PYTHON = "extension.py";

  @TempDir Path folder;

  @Test
  void external_getsEachEvent_andTheShutdown() throws Exception {
    LambdaEnvironment lambda =
        Programs.function(folder).layer(Programs.layer(folder, PYTHON, "watcher")).build();
    InvocationResult result;
    try (lambda) {
      result = lambda.invoke(InvocationRequest.of("1").withQualifier("prod"));
      assertThat(result.response()).isEqualTo("1");
    }
    List<String> said = said(lambda, "watcher");
    assertThat(said.get(0))
        .isEqualTo(
            "registered 200 {\"functionName\":\"orders\",\"functionVersion\":\"$LATEST\","
                + "\"handler\":\"the.Handler\",\"accountId\":\"123456789012\"}");
    JsonNode invoke = new ObjectMapper().readTree(said.get(1).substring("got ".length()));
    assertThat(invoke.path("eventType").asText()).isEqualTo("INVOKE");
    assertThat(invoke.path("requestId").asText()).isEqualTo(result.requestId());
    assertThat(invoke.path("invokedFunctionArn").asText()).endsWith(":function:orders:prod");
    assertThat(invoke.path("deadlineMs").asLong()).isPositive();
    assertThat(invoke.at("/tracing/type").asText()).isEqualTo("X-Amzn-Trace-Id");
    assertThat(invoke.at("/tracing/value").asText()).startsWith("Root=1-");
    JsonNode shutdown = new ObjectMapper().readTree(said.get(2).substring("got ".length()));
    assertThat(shutdown.path("eventType").asText()).isEqualTo("SHUTDOWN");
    assertThat(shutdown.path("shutdownReason").asText()).isEqualTo("spindown");
    assertThat(said.get(3)).isEqualTo("bye");
  }

  @Test
  void shell() {
    LambdaEnvironment lambda =
        Programs.function(folder).layer(Programs.layer(folder, "extension.sh", "in-shell")).build();
    try (lambda) {
      lambda.invoke("1");
    }
    assertThat(said(lambda, "in-shell"))
        .hasSize(2)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).contains("\"eventType\":\"INVOKE\"");
              assertThat(lines.get(1)).contains("\"eventType\":\"SHUTDOWN\"");
            });
  }

  @Test
  void extensionsOfSeveralLayers_allRun() {
    LambdaEnvironment lambda =
        Programs.function(folder)
            .layer(Programs.layer(folder, PYTHON, "one", "two"))
            .layer(Programs.layer(folder, "extension.sh", "three"))
            .build();
    try (lambda) {
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
    }
    assertThat(said(lambda, "one")).contains("bye");
    assertThat(said(lambda, "two")).contains("bye");
    assertThat(said(lambda, "three")).hasSize(2);
  }

  @Test
  void theCallerHasTheResponse_whileAnExtensionStillWorks() {
    try (LambdaEnvironment lambda = with("working after the response")) {
      InvocationResult result = lambda.invoke("1");
      assertThat(result.postRuntime()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void onlyShutdown_getsNoInvoke() {
    LambdaEnvironment lambda = extension("").environment("EXTENSION_EVENTS", "SHUTDOWN").build();
    try (lambda) {
      lambda.invoke("1");
    }
    assertThat(said(lambda, "watcher"))
        .noneMatch(line -> line.contains("INVOKE\""))
        .contains("bye");
  }

  @Test
  void neverRegistering_isATimeoutOfTheInit() {
    try (LambdaEnvironment lambda = with("never registering")) {
      assertThat(lambda.init().status()).isEqualTo(InitResult.Status.TIMEOUT);
    }
  }

  @Test
  void exitAtOnce_failsTheInit() {
    try (LambdaEnvironment lambda = with("exit at once")) {
      assertThat(lambda.init().error())
          .isEqualTo(
              FunctionError.of(
                  "Extension.Crash",
                  "extension watcher exited: Runtime exited with error: exit status 5"));
    }
  }

  @Test
  void initError_failsTheInit() {
    try (LambdaEnvironment lambda = with("init error")) {
      assertThat(lambda.init().error())
          .isEqualTo(FunctionError.of("Extension.NoConfig", "extension watcher: no config"));
      assertThat(said(lambda, "watcher")).contains("init/error 202");
    }
  }

  @Test
  void exitError_endsTheEnvironment_butNotTheResponse() {
    try (LambdaEnvironment lambda = with("exit error")) {
      lambda.invoke("1");
      assertThat(said(lambda, "watcher")).contains("exit/error 202");
      assertThat(lambda.invoke("2").coldStart()).isTrue();
    }
  }

  @Test
  void crash_endsTheEnvironment() {
    try (LambdaEnvironment lambda = with("crash")) {
      lambda.invoke("{\"do\":\"sleep\",\"seconds\":0.5}");
      assertThat(lambda.invoke("2").coldStart()).isTrue();
    }
  }

  @Test
  void neverDone_isATimeout_afterTheResponse() {
    LambdaEnvironment lambda = extension("never done").timeout(Duration.ofSeconds(6)).build();
    try (lambda) {
      InvocationResult result = lambda.invoke("1");
      assertThat(result.response()).isEqualTo("1");
      assertThat(lambda.invoke("2").coldStart()).isTrue();
    }
  }

  @Test
  void strangeRequests_getAwsErrors() {
    LambdaEnvironment lambda = extension("strange requests").build();
    try (lambda) {
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
    }
    assertThat(said(lambda, "watcher"))
        .anyMatch(
            line ->
                line.startsWith("no name 403 ") && line.contains("Extension.InvalidExtensionName"))
        .anyMatch(line -> line.startsWith("not JSON 403 ") && line.contains("InvalidRequestFormat"))
        .anyMatch(
            line ->
                line.startsWith("bad event 403 ") && line.contains("Extension.InvalidEventType"))
        .anyMatch(
            line ->
                line.startsWith("no identifier 403 ")
                    && line.contains("Extension.MissingExtensionIdentifier"))
        .anyMatch(
            line ->
                line.startsWith("unknown identifier 403 ")
                    && line.contains("Extension.UnknownExtensionIdentifier"));
  }

  @Test
  void moreThanTen_areRefused() {
    String[] names = IntStream.range(0, 11).mapToObj(i -> "e" + i).toArray(String[]::new);
    try (LambdaEnvironment lambda =
        Programs.function(folder).layer(Programs.layer(folder, "extension.sh", names)).build()) {
      assertThat(lambda.init().status()).isEqualTo(InitResult.Status.ERROR);
      assertThat(lambda.output()).anyMatch(line -> line.contains("Extension.TooManyExtensions"));
    }
  }

  @Test
  void slowToShutDown_isKilledAfterTwoSeconds() {
    LambdaEnvironment lambda = extension("slow to shut down").build();
    try (lambda) {
      lambda.invoke("1");
    }
    Phase shutdown = lastPhase(lambda);
    assertThat(shutdown.kind()).isEqualTo(Phase.Kind.SHUTDOWN);
    assertThat(Duration.between(shutdown.start(), shutdown.end()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(1900));
    assertThat(said(lambda, "watcher")).doesNotContain("bye");
  }

  @Test
  void internal_holdsTheFreezeBack_andTheRuntimeIsAskedToEnd() {
    LambdaEnvironment lambda =
        Programs.function(folder).environment("INTERNAL_EXTENSION_SECONDS", "0.3").build();
    try (lambda) {
      InvocationResult result = lambda.invoke("1");
      assertThat(result.response()).isEqualTo("1");
      assertThat(lambda.output()).containsExactly("inside got INVOKE", "inside done");
    }
    assertThat(lambda.output()).contains("terminated");
  }

  @Test
  void none_theRuntimeIsKilledWithoutNotice() {
    LambdaEnvironment lambda = Programs.function(folder).build();
    try (lambda) {
      lambda.invoke("1");
    }
    assertThat(lambda.output()).isEmpty();
  }

  @Test
  void external_theRuntimeIsAskedToEndFirst() {
    LambdaEnvironment lambda = extension("").build();
    try (lambda) {
      lambda.invoke("1");
    }
    assertThat(lambda.output()).containsSubsequence("terminated", "bye");
  }

  private static Phase lastPhase(LambdaEnvironment lambda) {
    List<Phase> phases = lambda.report().phases();
    return phases.get(phases.size() - 1);
  }

  private LambdaEnvironment with(String mode) {
    return extension(mode).build();
  }

  private LambdaEnvironmentBuilder extension(String mode) {
    return Programs.function(folder)
        .layer(Programs.layer(folder, PYTHON, "watcher"))
        .environment("EXTENSION", mode);
  }

  private static List<String> said(LambdaEnvironment lambda, String extension) {
    return lambda.report().log().stream()
        .filter(line -> line.source().equals(extension))
        .map(LogLine::text)
        .toList();
  }
}
