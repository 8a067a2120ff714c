package io.opentelemetry.lambda.emulator.internal.extensions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The function as an extension is told of it when it registers.
 *
 * @param managed whether many events run at once: then there is no event for an invocation
 */
public record RegisteredFunction(
    String name, String version, String handler, String account, boolean managed) {

  ObjectNode describe(boolean withAccount) {
    ObjectNode description =
        JsonNodeFactory.instance
            .objectNode()
            .put("functionName", name)
            .put("functionVersion", version)
            .put("handler", handler);
    return withAccount ? description.put("accountId", account) : description;
  }

  /** Tells whether an extension may register for an event. */
  boolean allows(String event, boolean external) {
    return switch (event) {
      case "INVOKE" -> !managed;
      case "SHUTDOWN" -> external;
      default -> false;
    };
  }
}
