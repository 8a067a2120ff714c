package io.opentelemetry.lambda.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The error that a function answered with, as its caller sees it.
 *
 * @param errorType the type that the runtime gave, such as {@code java.lang.RuntimeException}, or
 *     one of Lambda's own, such as {@code Sandbox.Timedout}
 * @param stackTrace one frame each, or none
 */
public record FunctionError(String errorType, String errorMessage, List<String> stackTrace) {

  /** The document that a caller gets. */
  public String toJson() {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("errorType", errorType)
            .put("errorMessage", errorMessage);
    if (!stackTrace.isEmpty()) {
      stackTrace.forEach(document.putArray("stackTrace")::add);
    }
    return document.toString();
  }

  /** An error without a stack trace. */
  public static FunctionError of(String errorType, String errorMessage) {
    return new FunctionError(errorType, errorMessage, List.of());
  }
}
