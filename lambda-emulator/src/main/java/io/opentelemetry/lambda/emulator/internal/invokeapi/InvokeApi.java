package io.opentelemetry.lambda.emulator.internal.invokeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.lambda.emulator.Invocation;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.LambdaFunction;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The Invoke API, version 2015-03-31.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">AWS's reference</a>
 */
public final class InvokeApi implements AutoCloseable {

  private static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;
  private static final int MAX_ASYNCHRONOUS_EVENT_BYTES = 1024 * 1024;
  private static final String JSON = "application/json";
  private static final ObjectMapper PARSER = new ObjectMapper();

  private final Map<String, LambdaFunction> functions;
  private final BiConsumer<String, InvocationResult> listener;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpService server;

  /**
   * Serves functions.
   *
   * @param functions by their names
   * @param port 0 for any that is free
   * @param listener called with a function's name and what came of an invocation
   */
  public static InvokeApi start(
      Map<String, LambdaFunction> functions,
      int port,
      BiConsumer<String, InvocationResult> listener) {
    return new InvokeApi(functions, port, listener);
  }

  private InvokeApi(
      Map<String, LambdaFunction> functions,
      int port,
      BiConsumer<String, InvocationResult> listener) {
    this.functions = Map.copyOf(functions);
    this.listener = listener;
    this.server =
        HttpService.builder("Invoke API")
            .route("POST", "/2015-03-31/functions/{name}/invocations", this::invoke)
            .start(port);
  }

  public int port() {
    return server.port();
  }

  private void invoke(HttpExchange exchange) {
    FunctionReference reference = FunctionReference.parse(exchange.pathParameter("name"));
    LambdaFunction function = functions.get(reference.name());
    if (function == null) {
      refuse(
          exchange,
          404,
          "ResourceNotFoundException",
          "Function not found: " + reference.name() + ". There are: " + functions.keySet());
      return;
    }
    String type = exchange.header("X-Amz-Invocation-Type");
    boolean event = "Event".equals(type);
    byte[] payload = exchange.body();
    String fault = fault(payload, event ? MAX_ASYNCHRONOUS_EVENT_BYTES : MAX_EVENT_BYTES);
    if (fault != null) {
      boolean tooLarge = fault.startsWith("Request must");
      refuse(
          exchange,
          tooLarge ? 413 : 400,
          tooLarge ? "RequestTooLargeException" : "InvalidRequestContentException",
          fault);
      return;
    }
    Invocation invocation = invocation(exchange, reference, payload);
    if ("DryRun".equals(type)) {
      exchange.reply(204, JSON, new byte[0]);
    } else if (event) {
      executor.execute(() -> run(reference.name(), function, invocation));
      exchange.reply(202, JSON, new byte[0]);
    } else {
      boolean tail = "Tail".equals(exchange.header("X-Amz-Log-Type"));
      executor.execute(() -> answer(exchange, reference.name(), function, invocation, tail));
    }
  }

  private static @Nullable String fault(byte[] payload, int limit) {
    if (payload.length > limit) {
      return "Request must be smaller than " + limit + " bytes for the InvokeFunction operation";
    }
    try {
      if (payload.length > 0) {
        PARSER.readTree(payload);
      }
      return null;
    } catch (IOException e) {
      return "Could not parse request body into json: " + e.getMessage();
    }
  }

  private static Invocation invocation(
      HttpExchange exchange, FunctionReference reference, byte[] payload) {
    Invocation invocation = Invocation.of(payload.length == 0 ? "{}".getBytes(UTF_8) : payload);
    String qualifier = exchange.queryParameter("Qualifier");
    if (qualifier == null) {
      qualifier = reference.qualifier();
    }
    if (qualifier != null) {
      invocation = invocation.withQualifier(qualifier);
    }
    String context = exchange.header("X-Amz-Client-Context");
    if (context != null) {
      invocation =
          invocation.withClientContext(new String(Base64.getDecoder().decode(context), UTF_8));
    }
    String trace = exchange.header("X-Amzn-Trace-Id");
    return trace == null ? invocation : invocation.withTraceHeader(trace);
  }

  private void answer(
      HttpExchange exchange,
      String name,
      LambdaFunction function,
      Invocation invocation,
      boolean tail) {
    InvocationResult result = run(name, function, invocation);
    if (result == null) {
      refuse(exchange, 429, "TooManyRequestsException", "Rate Exceeded.");
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Amzn-RequestId", result.requestId());
    headers.put("X-Amz-Executed-Version", "$LATEST");
    if (result.error() != null) {
      headers.put("X-Amz-Function-Error", "Unhandled");
    }
    if (tail) {
      headers.put("X-Amz-Log-Result", LogTail.of(result));
    }
    exchange.reply(200, JSON, result.payload().getBytes(UTF_8), headers);
  }

  private @Nullable InvocationResult run(
      String name, LambdaFunction function, Invocation invocation) {
    InvocationResult result = function.invoke(invocation);
    if (result != null) {
      listener.accept(name, result);
    }
    return result;
  }

  private static void refuse(HttpExchange exchange, int status, String type, String message) {
    exchange.reply(
        status,
        JSON,
        JsonNodeFactory.instance
            .objectNode()
            .put("Type", "User")
            .put("Message", message)
            .put("message", message)
            .toString()
            .getBytes(UTF_8),
        Map.of("X-Amzn-ErrorType", type));
  }

  @Override
  public void close() {
    server.close();
    executor.shutdownNow();
  }
}
