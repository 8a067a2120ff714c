package io.opentelemetry.lambda.emulator.internal.invokeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.internal.http.BodyTooLongException;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A caller's request.
 *
 * @param tail whether the caller wants the end of the log
 */
record InvokeRequest(
    FunctionReference function, Type type, boolean tail, InvocationRequest invocation) {

  private static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;
  private static final int MAX_ASYNCHRONOUS_EVENT_BYTES = 1024 * 1024;
  private static final byte[] NO_EVENT = "{}".getBytes(UTF_8);

  /** Types of invocation, by whether the caller waits for the answer. */
  enum Type {
    REQUEST_RESPONSE,
    EVENT,
    DRY_RUN
  }

  /**
   * Reads a request.
   *
   * @throws RefusedException if it is not a valid one, and why
   */
  static InvokeRequest read(HttpExchange exchange) {
    FunctionReference function = FunctionReference.parse(exchange.pathParameter("name"));
    Type type = type(exchange.header("X-Amz-Invocation-Type"));
    byte[] event =
        event(exchange, type == Type.EVENT ? MAX_ASYNCHRONOUS_EVENT_BYTES : MAX_EVENT_BYTES);
    return new InvokeRequest(
        function,
        type,
        "Tail".equals(exchange.header("X-Amz-Log-Type")),
        new InvocationRequest(
            event.length == 0 ? NO_EVENT : event,
            clientContext(exchange.header("X-Amz-Client-Context")),
            /* cognitoIdentity= */ null,
            qualifier(exchange, function),
            exchange.header("X-Amzn-Trace-Id")));
  }

  private static Type type(@Nullable String text) {
    return switch (text == null ? "RequestResponse" : text) {
      case "RequestResponse" -> Type.REQUEST_RESPONSE;
      case "Event" -> Type.EVENT;
      case "DryRun" -> Type.DRY_RUN;
      default ->
          throw new RefusedException(
              400,
              "InvalidParameterValueException",
              "There is no invocation type " + text + ", but RequestResponse, Event and DryRun");
    };
  }

  private static byte[] event(HttpExchange exchange, int limit) {
    try {
      byte[] event = exchange.body(limit);
      if (event.length > 0) {
        JsonText.check(event);
      }
      return event;
    } catch (BodyTooLongException e) {
      throw new RefusedException(
          413,
          "RequestTooLargeException",
          "Request must be smaller than " + limit + " bytes for the InvokeFunction operation");
    } catch (IOException e) {
      throw new RefusedException(
          400,
          "InvalidRequestContentException",
          "Could not parse request body into json: " + e.getMessage());
    }
  }

  private static @Nullable String clientContext(@Nullable String base64) {
    if (base64 == null) {
      return null;
    }
    try {
      byte[] context = Base64.getDecoder().decode(base64);
      JsonText.checkObject(context);
      return new String(context, UTF_8);
    } catch (IllegalArgumentException | IOException e) {
      throw new RefusedException(
          400,
          "InvalidRequestContentException",
          "Client context must be a valid Base64-encoded JSON object: " + e.getMessage());
    }
  }

  private static @Nullable String qualifier(HttpExchange exchange, FunctionReference function) {
    String qualifier = exchange.queryParameter("Qualifier");
    return qualifier == null ? function.qualifier() : qualifier;
  }
}
