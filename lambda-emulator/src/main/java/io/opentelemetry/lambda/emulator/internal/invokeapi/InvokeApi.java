package io.opentelemetry.lambda.emulator.internal.invokeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaFunction;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The Invoke API, version 2015-03-31.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">AWS's reference</a>
 */
public final class InvokeApi implements AutoCloseable {

  private static final String JSON = "application/json";

  /** Longer than 6 MB take on any way that leads to 127.0.0.1. */
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  private final Map<String, LambdaFunction> functions;
  private final Listener listener;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpService server;

  /**
   * Serves functions.
   *
   * @param functions by their names
   * @param port 0 for any that is free
   */
  public static InvokeApi start(
      Map<String, LambdaFunction> functions, int port, Listener listener) {
    return start(functions, port, listener, BODY_TIMEOUT);
  }

  /** The same with a bound of how long the body of a request may take. */
  public static InvokeApi start(
      Map<String, LambdaFunction> functions, int port, Listener listener, Duration bodyTimeout) {
    return new InvokeApi(functions, port, listener, bodyTimeout);
  }

  /** Hears what comes of invocations, from any thread. */
  public interface Listener {

    void invoked(String function, InvocationResult result);

    /** An invocation did not reach the function. */
    void failed(String function, String message);
  }

  private InvokeApi(
      Map<String, LambdaFunction> functions, int port, Listener listener, Duration bodyTimeout) {
    this.functions = Map.copyOf(functions);
    this.listener = listener;
    this.server =
        HttpService.builder("Invoke API")
            .bodyTimeout(bodyTimeout)
            .refusal(InvokeApi::refuse)
            .route("POST", "/2015-03-31/functions/{name}/invocations", this::invoke)
            .start(port);
  }

  public int port() {
    return server.port();
  }

  private void invoke(HttpExchange exchange) {
    try {
      InvokeRequest request = InvokeRequest.read(exchange);
      LambdaFunction function = function(request.function().name());
      switch (request.type()) {
        case REQUEST_RESPONSE -> executor.execute(() -> answer(exchange, request, function));
        case EVENT -> {
          executor.execute(() -> runInTurn(request, function));
          exchange.reply(202, JSON, new byte[0]);
        }
        case DRY_RUN -> exchange.reply(204, JSON, new byte[0]);
      }
    } catch (RefusedException e) {
      refuse(exchange, e);
    }
  }

  private LambdaFunction function(String name) {
    LambdaFunction function = functions.get(name);
    if (function == null) {
      throw new RefusedException(
          404,
          "ResourceNotFoundException",
          "Function not found: "
              + name
              + ", there are: "
              + String.join(", ", functions.keySet().stream().sorted().toList()));
    }
    return function;
  }

  private void answer(HttpExchange exchange, InvokeRequest request, LambdaFunction function) {
    try {
      InvocationResult result =
          function.invoke(
              request.invocation(),
              responded -> {
                if (!request.tail()) {
                  reply(exchange, responded, Map.of());
                }
              });
      if (result == null) {
        throw new RefusedException(429, "TooManyRequestsException", "Rate Exceeded.");
      }
      if (request.tail()) {
        // it has the report, which comes last
        reply(
            exchange, result, Map.of("X-Amz-Log-Result", LogTail.of(result, function.memoryMb())));
      }
      listener.invoked(request.function().name(), result);
    } catch (RefusedException e) {
      refuse(exchange, e);
    } catch (EmulatorException e) {
      String message = String.valueOf(e.getMessage());
      listener.failed(request.function().name(), message);
      if (!exchange.isAnswered()) {
        refuse(exchange, new RefusedException(500, "ServiceException", message));
      }
    }
  }

  private void runInTurn(InvokeRequest request, LambdaFunction function) {
    String name = request.function().name();
    try {
      listener.invoked(name, function.invokeInTurn(request.invocation()));
    } catch (EmulatorException e) {
      listener.failed(name, String.valueOf(e.getMessage()));
    }
  }

  private static void reply(
      HttpExchange exchange, InvocationResult result, Map<String, String> additional) {
    Map<String, String> headers = new LinkedHashMap<>(additional);
    headers.put("X-Amzn-RequestId", result.requestId());
    headers.put("X-Amz-Executed-Version", "$LATEST");
    if (result.error() != null) {
      headers.put("X-Amz-Function-Error", "Unhandled");
    }
    exchange.reply(200, JSON, result.payload(), headers);
  }

  private static void refuse(HttpExchange exchange, int status, String message) {
    String type = status == 408 ? "RequestTimeoutException" : "AccessDeniedException";
    refuse(exchange, new RefusedException(status, type, message));
  }

  private static void refuse(HttpExchange exchange, RefusedException refused) {
    exchange.reply(
        refused.status(),
        JSON,
        JsonNodeFactory.instance
            .objectNode()
            .put("Type", refused.status() < 500 ? "User" : "Service")
            .put("Message", refused.text())
            .put("message", refused.text())
            .toString()
            .getBytes(UTF_8),
        Map.of("X-Amzn-ErrorType", refused.type()));
  }

  /** Takes no more calls; what runs goes on. */
  @Override
  public void close() {
    server.close();
    executor.shutdown();
  }
}
