package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an environment comes about, as the runtime sees it. */
class StartTypesIT {

  @TempDir Path folder;

  @Test
  void provisionedConcurrency_isTold_andMayTakeLongToInit() {
    try (LambdaEnvironment lambda =
        Programs.function(folder).startType(StartType.PROVISIONED_CONCURRENCY).build()) {
      assertThat(lambda.invoke("{\"do\":\"environment\"}").response())
          .contains("\"AWS_LAMBDA_INITIALIZATION_TYPE\": \"provisioned-concurrency\"");
    }
  }

  @Test
  void runtimeShutdown_theRuntimeIsAskedToEnd_alsoWithoutAnExtension() {
    LambdaEnvironment lambda =
        Programs.function(folder).runtimeShutdown(Duration.ofSeconds(10)).build();
    try (lambda) {
      lambda.invoke("1");
    }
    assertThat(lambda.output()).contains("terminated");
  }

  @Test
  void snapStart_runsTheHooksAroundTheFreeze() {
    try (LambdaEnvironment lambda =
        Programs.function(folder).startType(StartType.SNAP_START).build()) {
      assertThat(lambda.init().status()).isEqualTo(InitResult.Status.OK);
      assertThat(lambda.output()).containsExactly("before the snapshot");
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
      assertThat(lambda.output()).contains("restore/next answered 200");
      assertThat(lambda.report().phases())
          .extracting(Phase::kind)
          .containsExactly(
              Phase.Kind.INIT,
              Phase.Kind.FROZEN,
              Phase.Kind.RESTORE,
              Phase.Kind.INVOCATION,
              Phase.Kind.AFTER_RESPONSE,
              Phase.Kind.FROZEN);
    }
  }

  @Test
  void snapStart_restoreThatFails_failsTheInvocation() {
    try (LambdaEnvironment lambda =
        Programs.function(folder)
            .startType(StartType.SNAP_START)
            .environment("RESTORE", "error")
            .build()) {
      assertThat(lambda.invoke("1").error()).isEqualTo(FunctionError.of("Restore.Bad", "stale"));
    }
  }

  @Test
  void snapStart_restoreThatTakesMoreThanTenSeconds_failsTheInvocation() {
    try (LambdaEnvironment lambda =
        Programs.function(folder)
            .startType(StartType.SNAP_START)
            .environment("RESTORE", "sleep")
            .build()) {
      assertThat(lambda.invoke("1").error().errorType()).isEqualTo("Runtime.RestoreTimeout");
    }
  }

  @Test
  void managedInstances_takeEventsAtOnce() {
    // a runtime with one loop answers them one after the other; none may be lost or mixed up
    try (LambdaEnvironment lambda = Programs.function(folder).managedInstances(4).build()) {
      List<CompletableFuture<InvocationResult>> running =
          IntStream.range(0, 40)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> lambda.invoke("" + i)))
              .toList();
      List<InvocationResult> results = running.stream().map(CompletableFuture::join).toList();
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).response()).isEqualTo("" + i);
      }
      assertThat(results.stream().filter(InvocationResult::coldStart)).hasSize(1);
      Set<String> ids =
          results.stream().map(InvocationResult::requestId).collect(Collectors.toSet());
      assertThat(ids).hasSize(40).allMatch(Objects::nonNull);
      assertThat(lambda.report().phases()).extracting(Phase::kind).containsExactly(Phase.Kind.INIT);
      assertThat(lambda.report().phases().get(0).end())
          .isBeforeOrEqualTo(results.get(0).responded());
      assertThat(lambda.invoke("{\"do\":\"environment\"}").response())
          .contains("\"AWS_LAMBDA_MAX_CONCURRENCY\": \"4\"")
          .contains("\"AWS_LAMBDA_INITIALIZATION_TYPE\": \"lambda-managed-instances\"");
    }
  }

  @Test
  void managedInstances_refuseExtensionsThatRegisterForInvoke() {
    try (LambdaEnvironment lambda =
        Programs.function(folder)
            .layer(Programs.layer(folder, "extension.py", "watcher"))
            .managedInstances(1)
            .build()) {
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
      // its lines may come after the response
      await()
          .untilAsserted(
              () ->
                  assertThat(lambda.output())
                      .anyMatch(
                          line ->
                              line.startsWith("registered 403 ")
                                  && line.contains("Extension.InvalidEventType"))
                      .contains("registered without INVOKE 200"));
    }
  }
}
