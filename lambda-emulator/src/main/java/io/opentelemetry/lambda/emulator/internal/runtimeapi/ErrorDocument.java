package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON in which a runtime reports an error. */
final class ErrorDocument {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE_HEADER = "Lambda-Runtime-Function-Error-Type";

  /** Reads what can be read; a runtime may send anything. */
  static FunctionError parse(HttpExchange exchange) {
    return parse(exchange, exchange.body());
  }

  /** The same where the body has been read. */
  static FunctionError parse(HttpExchange exchange, byte[] body) {
    return parse(exchange.header(TYPE_HEADER), body);
  }

  /** The same where the header's value is known. */
  static FunctionError parse(@Nullable String headerType, byte[] body) {
    JsonNode document = readTree(body);
    List<String> stackTrace = new ArrayList<>();
    document.path("stackTrace").forEach(frame -> stackTrace.add(frame.asText()));
    return new FunctionError(
        document.path("errorType").asText(headerType == null ? "Runtime.Unknown" : headerType),
        document.path("errorMessage").asText(""),
        stackTrace);
  }

  private static JsonNode readTree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private ErrorDocument() {}
}
