package io.opentelemetry.lambda.emulator.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The answers that Lambda's APIs have in common. */
public final class ApiReplies {

  public static final String JSON = "application/json";

  /** 202, as the APIs answer what they take. */
  public static void accepted(HttpExchange exchange) {
    exchange.reply(202, JSON, "{\"status\":\"OK\"}\n".getBytes(UTF_8));
  }

  /** An error in AWS's form: {@code {"errorMessage":…,"errorType":…}}. */
  public static void error(HttpExchange exchange, int status, String type, String message) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("errorMessage", message);
    error.put("errorType", type);
    exchange.reply(status, JSON, error.toString().getBytes(UTF_8));
  }

  private ApiReplies() {}
}
