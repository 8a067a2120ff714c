package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ReceivedTelemetry API, as a subscribed extension sees it on the wire. */
class TelemetryApiIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void subscriber_getsTheWholeLife() {
    LambdaEnvironment lambda = subscribed("telemetry");
    InvocationResult result;
    try (lambda) {
      result = lambda.invoke("{\"do\":\"log\",\"lines\":[\"one\",\"two\"]}");
    }
    List<JsonNode> events = events(lambda);
    assertThat(events)
        .extracting(event -> event.path("type").asText())
        .containsSubsequence(
            "platform.initStart",
            "platform.telemetrySubscription",
            "platform.extension",
            "platform.initRuntimeDone",
            "platform.initReport",
            "platform.start",
            "function",
            "function",
            "platform.runtimeDone",
            "platform.report");
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"));

    JsonNode initStart = record(events, "platform.initStart");
    assertThat(initStart.path("initializationType").asText()).isEqualTo("on-demand");
    assertThat(initStart.path("phase").asText()).isEqualTo("init");
    assertThat(initStart.path("functionName").asText()).isEqualTo("orders");
    assertThat(initStart.path("instanceMaxMemory").asLong()).isEqualTo(512L * 1024 * 1024);
    assertThat(record(events, "platform.initReport").at("/metrics/durationMs").asDouble())
        .isPositive();

    JsonNode start = record(events, "platform.start");
    assertThat(start.path("requestId").asText()).isEqualTo(result.requestId());
    assertThat(start.path("version").asText()).isEqualTo("$LATEST");
    assertThat(start.at("/tracing/value").asText()).startsWith("Root=1-");

    assertThat(events)
        .filteredOn(event -> event.path("type").asText().equals("function"))
        .extracting(event -> event.path("record").asText())
        .containsExactly("one", "two", "terminated");

    JsonNode done = record(events, "platform.runtimeDone");
    assertThat(done.path("status").asText()).isEqualTo("success");
    assertThat(done.at("/metrics/producedBytes").asLong()).isEqualTo("\"logged\"".length());
    assertThat(done.path("spans")).hasSize(3);

    JsonNode report = record(events, "platform.report");
    assertThat(report.path("requestId").asText()).isEqualTo(result.requestId());
    assertThat(report.at("/metrics/memorySizeMB").asInt()).isEqualTo(512);
    assertThat(report.at("/metrics/maxMemoryUsedMB").asInt()).isPositive();
    assertThat(report.at("/metrics/initDurationMs").asDouble()).isPositive();
    assertThat(report.at("/metrics/billedDurationMs").asLong())
        .isGreaterThanOrEqualTo(report.at("/metrics/durationMs").asLong());
  }

  @Test
  void linesOfAJsonLog_areObjects() {
    LambdaEnvironment lambda =
        Programs.function(folder)
            .layer(Programs.layer(folder, "extension.py", "watcher"))
            .environment("EXTENSION", "telemetry")
            .environment("AWS_LAMBDA_LOG_FORMAT", "JSON")
            .build();
    try (lambda) {
      lambda.invoke(
          "{\"do\":\"log\",\"lines\":[\"{\\\"level\\\":\\\"INFO\\\"}\",\"[1]\",\"text\"]}");
    }
    assertThat(events(lambda))
        .filteredOn(event -> event.path("type").asText().equals("function"))
        .extracting(event -> event.path("record").toString())
        .startsWith("{\"level\":\"INFO\"}", "\"[1]\"", "\"text\"");
  }

  @Test
  void error_timeoutAndCrash_areTold() {
    LambdaEnvironment lambda =
        Programs.function(folder)
            .layer(Programs.layer(folder, "extension.py", "watcher"))
            .environment("EXTENSION", "telemetry")
            .timeout(Duration.ofSeconds(3))
            .build();
    try (lambda) {
      lambda.invoke("{\"do\":\"fail\"}");
      lambda.invoke("{\"do\":\"exit\",\"status\":3}");
      lambda.invoke("{\"do\":\"sleep\",\"seconds\":3600}");
    }
    assertThat(events(lambda))
        .filteredOn(event -> event.path("type").asText().equals("platform.report"))
        .extracting(
            event ->
                event.at("/record/status").asText() + " " + event.at("/record/errorType").asText())
        .containsExactly(
            "error Test.Failure", "failure Runtime.ExitError", "timeout Sandbox.Timedout");
  }

  @Test
  void subscription_isAnswered_andABadOneRefused() {
    try (LambdaEnvironment lambda = subscribed("telemetry")) {
      lambda.init();
      assertThat(lambda.output())
          .contains("subscribed 200 OK")
          .anyMatch(line -> line.startsWith("bad schema 400 ") && line.contains("ValidationError"));
    }
  }

  @Test
  void subscriberThatNeverAnswers_holdsNobodyUp() {
    try (LambdaEnvironment lambda = subscribed("telemetry, never answering")) {
      assertThat(lambda.invoke("1").response()).isEqualTo("1");
      assertThat(lambda.invoke("2").response()).isEqualTo("2");
    }
  }

  private LambdaEnvironment subscribed(String mode) {
    return Programs.function(folder)
        .layer(Programs.layer(folder, "extension.py", "watcher"))
        .environment("EXTENSION", mode)
        .build();
  }

  private static JsonNode record(List<JsonNode> events, String type) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals(type))
        .findFirst()
        .orElseThrow()
        .path("record");
  }

  private static List<JsonNode> events(LambdaEnvironment lambda) {
    return lambda.output().stream()
        .filter(line -> line.startsWith("event "))
        .map(line -> readTree(line.substring("event ".length())))
        .toList();
  }

  private static JsonNode readTree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
