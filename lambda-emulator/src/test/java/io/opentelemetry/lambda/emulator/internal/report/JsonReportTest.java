package io.opentelemetry.lambda.emulator.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.lambda.emulator.otlp.ReceivedTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {

  @Test
  void of_hasTheDocumentedForm() {
    EnvironmentReport environment =
        new EnvironmentReport(
            "2026/11/22/[$LATEST]abc",
            new InitResult(InitResult.Status.OK, Duration.ofNanos(1_234_567), null),
            List.of(
                new InvocationResult(
                    "id-1",
                    true,
                    InvocationResult.Status.OK,
                    Instant.EPOCH,
                    Duration.ofMillis(5),
                    Duration.ofMillis(1),
                    "{\"a\": 1.0}".getBytes(UTF_8),
                    null,
                    List.of(),
                    null,
                    0),
                new InvocationResult(
                    "id-2",
                    false,
                    InvocationResult.Status.TIMEOUT,
                    Instant.EPOCH,
                    Duration.ofSeconds(3),
                    Duration.ZERO,
                    "{}".getBytes(UTF_8),
                    new FunctionError("Sandbox.Timedout", "too late", List.of("frame")),
                    List.of(),
                    null,
                    0)),
            List.of(),
            List.of(new LogLine(Instant.EPOCH, "function", "a line")),
            3 * 1024 * 1024,
            "freeze by SIGSTOP");
    Run run = new Run(List.of(environment), new ReceivedTelemetry(List.of()));
    assertThat(JsonReport.of(run))
        .isEqualTo(
            "{\"init\":{\"durationMs\":1.235,\"status\":\"ok\"},"
                + "\"invocations\":["
                + "{\"requestId\":\"id-1\",\"coldStart\":true,\"status\":\"ok\",\"durationMs\":5.0,"
                + "\"postRuntimeMs\":1.0,\"response\":\"{\\\"a\\\": 1.0}\"},"
                + "{\"requestId\":\"id-2\",\"coldStart\":false,\"status\":\"timeout\","
                + "\"durationMs\":3000.0,\"postRuntimeMs\":0.0,"
                + "\"error\":{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"too late\","
                + "\"stackTrace\":[\"frame\"]}}],"
                + "\"memory\":{\"highWaterMb\":3.0},\"control\":\"freeze by SIGSTOP\","
                + "\"resourceSpans\":[],\"resourceMetrics\":[],\"resourceLogs\":[],"
                + "\"stdout\":[\"a line\"]}");
  }
}
