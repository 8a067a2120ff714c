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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

  /** By their names in {@code functions.InstrumentedCalls}, the kind of their spans. */
  private static final Map<String, Span.SpanKind> INSTRUMENTED =
      Map.ofEntries(
          Map.entry("okhttp", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("apache4", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("apache5", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("jdk", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("grpc", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("jdbc", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("kafka", Span.SpanKind.SPAN_KIND_PRODUCER),
          Map.entry("mongo", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("template", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("web", Span.SpanKind.SPAN_KIND_CLIENT),
          Map.entry("sqs", Span.SpanKind.SPAN_KIND_CLIENT));

  @Test
  void instrumentedClient_isOneSpan() throws Exception {
    try (ClientLayers layers = ClientLayers.start(ClientFunction.instrumented(folder), JDK)) {
      for (String client : INSTRUMENTED.keySet()) {
        String name = "instrumented." + client;
        String url = layers.url(client);
        String bare = layers.bare(name, url).response();
        isOneSpan(INSTRUMENTED.get(client), layers.wrapped(name, url), bare);
        isOneSpan(INSTRUMENTED.get(client), layers.underAgent(name, url), bare);
      }
      String redis = layers.url("lettuce");
      String bare = layers.bare("instrumented.lettuce", redis).response();
      isOneCommand(bare, client -> layers.wrapped(client, redis));
      isOneCommand(bare, client -> layers.underAgent(client, redis));
    }
  }

  @Test
  void clientOfOlderInstrumentation_isOneSpan() throws Exception {
    try (ClientLayers layers = ClientLayers.start(ClientFunction.olderInstrumented(folder), JDK)) {
      for (String client : List.of("dynamodb", "r2dbc")) {
        String name = "olderInstrumented." + client;
        String url = layers.url("http");
        String bare = layers.bare(name, url).response();
        isOneSpan(Span.SpanKind.SPAN_KIND_CLIENT, layers.wrapped(name, url), bare);
        isOneSpan(Span.SpanKind.SPAN_KIND_CLIENT, withoutHttp(layers.underAgent(name, url)), bare);
      }
    }
  }

  /**
   * The library for the AWS SDK 1 does not make its span the current one, so under any agent the
   * SDK's HTTP client has one beside it.
   */
  private static ClientCall withoutHttp(ClientCall call) {
    List<Span> spans =
        call.spans().stream().filter(span -> !span.getName().equals("POST")).toList();
    return new ClientCall(call.response(), call.traceParent(), spans);
  }

  private static void isOneSpan(Span.SpanKind kind, ClientCall traced, String bare) {
    assertThat(bare).isNotNull();
    assertThat(traced.response()).isEqualTo(bare);
    assertThat(traced.spans())
        .as(bare)
        .extracting(Span::getKind)
        .containsExactlyInAnyOrder(kind, Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(traced.span().getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
  }

  /** A command's span may leave with the next invocation, and the connection has commands too. */
  private static void isOneCommand(String bare, Function<String, ClientCall> call) {
    ClientCall first = call.apply("instrumented.lettuce");
    assertThat(first.response()).isEqualTo(bare);
    List<Span> spans = new ArrayList<>(first.spans());
    for (int i = 0; i < 100 && spans.stream().noneMatch(OwnClientsIT::isSet); i++) {
      spans.addAll(call.apply("lettuce.none").spans());
    }
    // what would be there twice has left by now
    spans.addAll(call.apply("lettuce.none").spans());
    assertThat(spans).filteredOn(OwnClientsIT::isSet).hasSize(1);
  }

  private static boolean isSet(Span span) {
    return span.getName().equals("SET");
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
      assertThat(lambda.telemetry().spans())
          .extracting(Span::getName)
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
