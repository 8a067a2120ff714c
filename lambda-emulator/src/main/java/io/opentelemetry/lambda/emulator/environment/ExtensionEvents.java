package io.opentelemetry.lambda.emulator.environment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.lambda.emulator.internal.telemetry.InvocationTrace;

/** The events that extensions get, but for their type. */
final class ExtensionEvents {

  static ObjectNode invoke(InvocationTrace trace, String arn, long deadlineMillis) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event
        .put("deadlineMs", deadlineMillis)
        .put("requestId", trace.requestId())
        .put("invokedFunctionArn", arn)
        .putObject("tracing")
        .put("type", "X-Amzn-Trace-Id")
        .put("value", trace.header());
    return event;
  }

  /**
   * The last event.
   *
   * @param reason spindown, timeout or failure
   */
  static ObjectNode shutdown(String reason, long deadlineMillis) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("shutdownReason", reason)
        .put("deadlineMs", deadlineMillis);
  }

  private ExtensionEvents() {}
}
