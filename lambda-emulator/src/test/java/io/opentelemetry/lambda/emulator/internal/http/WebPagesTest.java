package io.opentelemetry.lambda.emulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.internal.extensions.ExtensionsApiServer;
import io.opentelemetry.lambda.emulator.internal.extensions.RegisteredFunction;
import io.opentelemetry.lambda.emulator.internal.invokeapi.InvokeApi;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.RuntimeApiServer;
import io.opentelemetry.lambda.emulator.internal.telemetry.TelemetryApiServer;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that no web page reaches a server of the emulator, by whatever name. */
class WebPagesTest {

  @Test
  void invokeApi() throws Exception {
    try (InvokeApi api = InvokeApi.start(Map.of(), 0, new NoListener())) {
      assertRefusesWebPages(api.port(), "POST /2015-03-31/functions/orders/invocations");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/traces", "/v1/metrics", "/v1/logs"})
  void sink(String path) throws Exception {
    try (OtlpSink sink = OtlpSink.start()) {
      assertRefusesWebPages(sink.httpPort(), "POST " + path);
      assertThat(sink.requests()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /2018-06-01/runtime/invocation/next",
        "POST /2018-06-01/runtime/invocation/1/response",
        "POST /2018-06-01/runtime/init/error",
        "POST /2020-01-01/extension/register",
        "GET /2020-01-01/extension/event/next",
        "PUT /2022-07-01/telemetry"
      })
  void lambdaApis(String request) throws Exception {
    HttpService.Builder builder = HttpService.builder("Lambda API");
    RuntimeApiServer.create(builder, 1);
    ExtensionsApiServer extensions =
        ExtensionsApiServer.create(
            builder, new RegisteredFunction("orders", "$LATEST", "h", "123456789012", false));
    TelemetryApiServer.create(builder, extensions, port -> port);
    try (HttpService server = builder.start(0)) {
      assertRefusesWebPages(server.port(), request);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:3001",
        "127.0.0.1",
        "127.1.2.3:80",
        "[::1]:9001",
        "sandbox.localdomain:9001",
        "sandbox:80"
      })
  void localNames_areServed(String host) throws Exception {
    try (HttpService server =
        HttpService.builder("test")
            .route("GET", "/", exchange -> exchange.reply(200, "text/plain", new byte[0]))
            .start(0)) {
      assertThat(send(server.port(), "GET /", "Host: " + host)).startsWith("HTTP/1.1 200");
    }
  }

  private static void assertRefusesWebPages(int port, String request) throws IOException {
    for (String host :
        new String[] {"rebound.example", "localhost.example", "127.0.0.1.example", "10.0.0.1"}) {
      assertThat(send(port, request, "Host: " + host))
          .startsWith("HTTP/1.1 403")
          .contains("Host " + host + ": web pages may not call this server");
    }
    for (String origin : new String[] {"https://page.example", "http://localhost:8080", "null"}) {
      assertThat(send(port, request, "Host: 127.0.0.1\nOrigin: " + origin))
          .startsWith("HTTP/1.1 403")
          .contains("Origin " + origin + ": web pages may not call this server");
    }
  }

  private static String send(int port, String request, String headers) throws IOException {
    return RawRequest.send(
        port, request + " HTTP/1.1\n" + headers + "\nContent-Length: 0", out -> {});
  }

  private static final class NoListener implements InvokeApi.Listener {

    @Override
    public void invoked(String function, InvocationResult result) {}

    @Override
    public void failed(String function, String message) {}
  }
}
