package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the limits of the environment's processes, where this machine and this user can limit them.
 */
class LimitsIT {

  @TempDir Path folder;

  @Test
  void control_saysWhatIsAppliedAndWhatIsNot() {
    try (LambdaEnvironment lambda = Programs.function(folder).cpuLimit(true).build()) {
      assertThat(lambda.report().control())
          .matches("freeze by (cgroup v[12]|SIGSTOP); .*")
          .containsSubsequence("CPU", "memory");
    }
  }

  @Test
  void control_limitsThatAreSwitchedOff_saysNothingOfThem() {
    try (LambdaEnvironment lambda = Programs.function(folder).memoryLimit(false).build()) {
      assertThat(lambda.report().control()).matches("freeze by (cgroup v[12]|SIGSTOP)");
    }
  }

  @Test
  void cpu_shareThatIsGiven_holdsWhateverTheMemory() {
    try (LambdaEnvironment lambda =
        Programs.function(folder).memoryMb(256).cpuLimit(0.75).build()) {
      assertThat(lambda.report().control()).matches(".*(CPU limit 0\\.75|not applied: .*CPU).*");
    }
  }

  @Test
  void cpuTime_growsWithWhatTheFunctionDoes() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      lambda.init();
      Duration idle = lambda.cpuTime();
      lambda.invoke("{\"do\":\"compute\",\"seconds\":0.2}");
      assertThat(lambda.cpuTime()).isGreaterThan(idle.plusMillis(100));
    }
  }

  @Test
  void memory_moreThanTheFunctionHas_isAnExitForTheCaller_andOutOfMemoryForObservers()
      throws JsonProcessingException {
    LambdaEnvironment lambda =
        Programs.function(folder)
            .layer(Programs.layer(folder, "extension.py", "watcher"))
            .environment("EXTENSION", "telemetry")
            .memoryMb(160)
            .build();
    InvocationResult result;
    try (lambda) {
      assumeThat(lambda.report().control()).contains("memory limit 160 MB");
      result = lambda.invoke("{\"do\":\"allocate\"}");
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
    }
    assertThat(result.error())
        .isEqualTo(
            FunctionError.of(
                "Runtime.ExitError",
                "RequestId: "
                    + result.requestId()
                    + " Error: Runtime exited with error: signal: killed"));
    JsonNode report = firstReport(lambda);
    assertThat(report.path("status").asText()).isEqualTo("error");
    assertThat(report.path("errorType").asText()).isEqualTo("Runtime.OutOfMemory");
    assertThat(report.at("/metrics/maxMemoryUsedMB").asInt()).isBetween(150, 160);
  }

  @Test
  void memory_programThatKillsItself_isNotOutOfMemory() throws JsonProcessingException {
    LambdaEnvironment lambda =
        Programs.function(folder)
            .layer(Programs.layer(folder, "extension.py", "watcher"))
            .environment("EXTENSION", "telemetry")
            .build();
    try (lambda) {
      lambda.invoke("{\"do\":\"exit\",\"status\":137}");
    }
    assertThat(firstReport(lambda).path("errorType").asText()).isEqualTo("Runtime.ExitError");
  }

  private static JsonNode firstReport(LambdaEnvironment lambda) throws JsonProcessingException {
    String event =
        lambda.output().stream()
            .filter(line -> line.startsWith("event ") && line.contains("\"platform.report\""))
            .findFirst()
            .orElseThrow();
    return new ObjectMapper().readTree(event.substring("event ".length())).path("record");
  }

  @Test
  void cpu_isLimitedByTheMemory_butNotDuringTheInit() {
    assertCpuLimit(Programs.function(folder).cpuLimit(true), "-1", "5789");
  }

  @Test
  void cpu_withoutTheBoost_isLimitedDuringTheInitToo() {
    assertCpuLimit(Programs.function(folder).cpuLimit(true).initAtFullSpeed(false), "5789", "5789");
  }

  @Test
  void cpu_isNotLimitedByDefault() {
    assertCpuLimit(Programs.function(folder), "-1", "-1");
  }

  /** Checks the limit in the kernel's periods of 20 ms, in microseconds. */
  private static void assertCpuLimit(
      LambdaEnvironmentBuilder function, String init, String invocation) {
    try (LambdaEnvironment lambda = function.memoryMb(512).build()) {
      assumeThat(lambda.report().control()).doesNotContain("not applied");
      assertThat(lambda.invoke("{\"do\":\"tell the CPU limit\"}").response())
          .isEqualTo("{\"init\": \"" + init + "\", \"invocation\": \"" + invocation + "\"}");
      // the runtime is started again, and that is an init as well
      lambda.invoke("{\"do\":\"exit\",\"status\":1}");
      assertThat(lambda.invoke("{\"do\":\"tell the CPU limit\"}").response())
          .isEqualTo("{\"init\": \"" + init + "\", \"invocation\": \"" + invocation + "\"}");
    }
  }
}
