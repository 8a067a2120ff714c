package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which Python's and Node.js's environments start, but for the usual one. */
class ScriptRuntimesIT {

  private static final int TOGETHER = 3;

  @TempDir Path folder;

  @Test
  void python_onManagedInstances_hasAProcessForEachEvent() throws Exception {
    String runtime = ManagedRuntimes.requirePython().name();
    List<JsonNode> answers = invokeTogether(function(runtime, "app.py"));
    assertThat(answers)
        .extracting(answer -> answer.path("process").asInt())
        .doesNotHaveDuplicates();
  }

  @Test
  void node_onManagedInstances_hasWorkerThreads() {
    String runtime = ManagedRuntimes.require("nodejs22.x").name();
    List<JsonNode> answers = invokeTogether(function(runtime, "app.js"));
    assertThat(answers)
        .extracting(answer -> answer.path("isMainThread").asBoolean(true))
        .containsOnly(false);
  }

  @Test
  void python_ofASnapshot_runsItsHooks() throws Exception {
    String runtime = ManagedRuntimes.requirePython().name();
    try (LambdaEnvironment lambda =
        function(runtime, "app.py").startType(StartType.SNAP_START).build()) {
      assertThat(lambda.init().status()).isEqualTo(InitResult.Status.OK);
      assertThat(lambda.invoke("\"state\"").response())
          .isEqualTo("[\"loaded\", \"before the snapshot\", \"after the restore\"]");
      assertThat(lambda.report().phases())
          .extracting(Phase::kind)
          .containsSubsequence(Phase.Kind.INIT, Phase.Kind.RESTORE, Phase.Kind.INVOCATION);
    }
  }

  private static List<JsonNode> invokeTogether(LambdaEnvironmentBuilder function) {
    ExecutorService callers = Executors.newFixedThreadPool(TOGETHER);
    try (LambdaEnvironment lambda = function.managedInstances(TOGETHER).build()) {
      assertThat(lambda.init().status())
          .as(lambda.output().toString())
          .isEqualTo(InitResult.Status.OK);
      String event = "{\"together\":" + TOGETHER + "}";
      List<CompletableFuture<InvocationResult>> running =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> lambda.invoke(event), callers))
              .limit(TOGETHER)
              .toList();
      List<InvocationResult> results = running.stream().map(CompletableFuture::join).toList();
      assertThat(results).extracting(InvocationResult::error).containsOnlyNulls();
      List<JsonNode> answers = results.stream().map(ScriptRuntimesIT::answer).toList();
      assertThat(answers)
          .extracting(answer -> answer.path("id").asText())
          .containsExactlyElementsOf(results.stream().map(InvocationResult::requestId).toList());
      return answers;
    } finally {
      callers.shutdown();
    }
  }

  private static JsonNode answer(InvocationResult result) {
    try {
      return new ObjectMapper().readTree(result.response());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LambdaEnvironmentBuilder function(String runtime, String file) {
    Programs.write(folder.resolve(file), Programs.read("concurrent/" + file));
    return LambdaEnvironment.builder()
        .runtime(runtime)
        .function(folder, "app.handler")
        .timeout(Duration.ofSeconds(60));
  }
}
