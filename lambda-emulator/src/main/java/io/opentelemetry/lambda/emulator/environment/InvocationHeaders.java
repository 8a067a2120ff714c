package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The headers with which the Runtime API hands an event to the runtime. */
final class InvocationHeaders {

  static Map<String, String> of(
      String requestId,
      String invokedArn,
      Instant deadline,
      String traceHeader,
      InvocationRequest invocation) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Lambda-Runtime-Aws-Request-Id", requestId);
    headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(deadline.toEpochMilli()));
    headers.put("Lambda-Runtime-Invoked-Function-Arn", invokedArn);
    headers.put("Lambda-Runtime-Trace-Id", traceHeader);
    if (invocation.clientContext() != null) {
      headers.put("Lambda-Runtime-Client-Context", invocation.clientContext());
    }
    if (invocation.cognitoIdentity() != null) {
      headers.put("Lambda-Runtime-Cognito-Identity", invocation.cognitoIdentity());
    }
    return headers;
  }

  /**
   * A new trace of X-Ray's.
   *
   * @param sampled whether tracing is switched on for the function
   */
  static String newTraceHeader(boolean sampled) {
    String random = UUID.randomUUID().toString().replace("-", "");
    return String.format(
        "Root=1-%08x-%s;Parent=%s;Sampled=%d",
        Instant.now().getEpochSecond(), random.substring(0, 24), newSpanId(), sampled ? 1 : 0);
  }

  static String newSpanId() {
    return UUID.randomUUID().toString().replace("-", "").substring(16);
  }

  private InvocationHeaders() {}
}
