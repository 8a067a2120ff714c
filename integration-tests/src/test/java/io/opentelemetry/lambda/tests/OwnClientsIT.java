package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests functions that do something with their clients: that instrument them, or load them by a
 * class loader that a framework brings.
 */
class OwnClientsIT {

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @TempDir Path folder;

  @Test
  void instrumentedClient_isOneSpan() throws Exception {
    try (ClientLayers layers = ClientLayers.start(ClientFunction.instrumented(folder), JDK)) {
      for (String client :
          List.of("okhttp", "apache4", "apache5", "jdk", "grpc", "jdbc", "template", "web")) {
        String name = "instrumented." + client;
        String bare = layers.bare(name, layers.url(name)).response();
        isOneSpan(name, layers.wrapped(name, layers.url(name)), bare);
        isOneSpan(name, layers.underAgent(name, layers.url(name)), bare);
      }
    }
  }

  private static void isOneSpan(String client, ClientCall traced, String bare) {
    assertThat(traced.response()).isEqualTo(bare);
    assertThat(traced.spans())
        .as(client)
        .extracting(Span::getKind)
        .containsExactlyInAnyOrder(Span.SpanKind.SPAN_KIND_CLIENT, Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(traced.span().getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void instrumentedClientOfAws_isOneSpan(Layer layer) throws Exception {
    HttpServer dynamoDb =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    dynamoDb.createContext("/", OwnClientsIT::listTables);
    dynamoDb.start();
    try (LambdaEnvironment lambda =
        layer
            .function(
                FunctionFolder.create(folder, List.of("aws-sdks", "aws-instrumentation")),
                "functions.InstrumentedAwsCall")
            .build()) {
      String endpoint = "\"http://localhost:" + dynamoDb.getAddress().getPort() + "\"";
      assertThat(lambda.invoke(endpoint).response()).isEqualTo("\"[items]\"");
      // what its HTTP client does may be a span below it
      assertThat(lambda.telemetry().spans())
          .extracting(Span::getName)
          .filteredOn(name -> !name.equals("POST"))
          .containsExactlyInAnyOrder("orders", "DynamoDb.ListTables");
    } finally {
      dynamoDb.stop(0);
    }
  }

  private static void listTables(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body = "{\"TableNames\":[\"items\"]}".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void clientInSpringBootsLoader_isCalledAsWithout() throws Exception {
    compareInLoader("LaunchedClassLoader", ClientFunction.inSpringBootsLoader(folder));
  }

  @Test
  void clientInQuarkussLoader_isCalledAsWithout() throws Exception {
    compareInLoader("RunnerClassLoader", ClientFunction.inQuarkussLoader(folder));
  }

  /** And is not traced. */
  private static void compareInLoader(String loader, Path function) throws Exception {
    try (ClientLayers layers = ClientLayers.start(function, JDK);
        LambdaEnvironment bare = nested(layers, Layer.NONE, function);
        LambdaEnvironment wrapper = nested(layers, Layer.WRAPPER, function)) {
      for (String client : List.of("okhttp.sync", "okhttp.default", "jdk.sync")) {
        ClientCall traced = layers.call(wrapper, client, layers.url(client));
        assertThat(traced.response())
            .as(wrapper.output().toString())
            .isEqualTo(layers.call(bare, client, layers.url(client)).response())
            .isEqualTo("\"" + loader + ": 200 found\"");
        assertThat(traced.spans()).extracting(Span::getName).containsExactly("orders");
      }
      assertThat(UserCodeIT.diagnostics(wrapper)).isEmpty();
    }
  }

  private static LambdaEnvironment nested(ClientLayers layers, Layer layer, Path function) {
    return layers
        .function(layer)
        .function(function, "functions.NestedCalls")
        .environment("OTEL_LOG_LEVEL", "debug")
        .build();
  }
}
