package io.opentelemetry.lambda.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The headers with which the Runtime API hands an event to the runtime. */
final class InvocationHeaders {

  static Map<String, String> of(
      String requestId, FunctionConfiguration function, Duration remaining) {
    long deadline = Instant.now().plus(remaining).toEpochMilli();
    return Map.of(
        "Lambda-Runtime-Aws-Request-Id", requestId,
        "Lambda-Runtime-Deadline-Ms", Long.toString(deadline),
        "Lambda-Runtime-Invoked-Function-Arn", function.arn(),
        "Lambda-Runtime-Trace-Id", traceHeader());
  }

  /** A trace that X-Ray does not sample, as Lambda sends it where tracing is not switched on. */
  private static String traceHeader() {
    String random = UUID.randomUUID().toString().replace("-", "");
    return String.format(
        "Root=1-%08x-%s;Parent=%s;Sampled=0",
        Instant.now().getEpochSecond(), random.substring(0, 24), random.substring(16));
  }

  private InvocationHeaders() {}
}
