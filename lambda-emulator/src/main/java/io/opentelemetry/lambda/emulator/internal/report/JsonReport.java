package io.opentelemetry.lambda.emulator.internal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.otlp.OtlpJson;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A run as JSON. */
public final class JsonReport {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double BYTES_PER_MB = 1024 * 1024;

  /**
   * Writes a run as {@code {"init":{"durationMs","status"},"invocations":[{"requestId","coldStart",
   * "status":"ok|error|timeout","durationMs","postRuntimeMs","response","error":{"errorType",
   * "errorMessage","stackTrace"}}],"memory":{"highWaterMb"},"control","resourceSpans":[…],
   * "resourceMetrics":[…],"resourceLogs":[…],"stdout":[…]}}.
   *
   * <p>Control is {@link EnvironmentReport#control}. A response is a string, the very text that the
   * function answered; {@code response} or {@code error} is absent. The three in the end but one
   * are OTLP's JSON.
   */
  public static String of(Run run) {
    ObjectNode report = JSON.createObjectNode();
    ObjectNode init = report.putObject("init");
    EnvironmentReport first = run.environments().get(0);
    InitResult result = first.init();
    init.put("durationMs", millis(result.duration()));
    init.put("status", lowerCase(result.status()));
    FunctionError initError = result.error();
    if (initError != null) {
      putError(init, initError);
    }
    ArrayNode invocations = report.putArray("invocations");
    run.invocations().forEach(invocation -> putInvocation(invocations.addObject(), invocation));
    report.putObject("memory").put("highWaterMb", round(run.memoryHighWaterBytes() / BYTES_PER_MB));
    report.put("control", first.control());
    putMessages(report.putArray("resourceSpans"), run.telemetry().resourceSpans());
    putMessages(report.putArray("resourceMetrics"), run.telemetry().resourceMetrics());
    putMessages(report.putArray("resourceLogs"), run.telemetry().resourceLogs());
    ArrayNode stdout = report.putArray("stdout");
    run.environments()
        .forEach(environment -> environment.log().forEach(line -> stdout.add(line.text())));
    try {
      return JSON.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can be written", e);
    }
  }

  private static void putInvocation(ObjectNode node, InvocationResult invocation) {
    node.put("requestId", invocation.requestId());
    node.put("coldStart", invocation.coldStart());
    node.put("status", lowerCase(invocation.status()));
    node.put("durationMs", millis(invocation.duration()));
    node.put("postRuntimeMs", millis(invocation.postRuntime()));
    FunctionError error = invocation.error();
    if (error == null) {
      node.put("response", invocation.response());
    } else {
      putError(node, error);
    }
  }

  private static void putError(ObjectNode node, FunctionError error) {
    ObjectNode document = node.putObject("error");
    document.put("errorType", error.errorType());
    document.put("errorMessage", error.errorMessage());
    ArrayNode stackTrace = document.putArray("stackTrace");
    error.stackTrace().forEach(stackTrace::add);
  }

  private static void putMessages(ArrayNode array, List<? extends Message> messages) {
    messages.forEach(message -> array.add(OtlpJson.toJson(message)));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static double millis(Duration duration) {
    return round(duration.toNanos() / NANOS_PER_MILLI);
  }

  /** Three places after the point are more than can be measured. */
  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private JsonReport() {}
}
