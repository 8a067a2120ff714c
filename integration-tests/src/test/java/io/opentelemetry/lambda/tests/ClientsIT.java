package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.LambdaEnvironmentBuilder;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a function calls by any client library is traced under the wrapper layer as it is under the
 * agent, and answers as it does without.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {

  private static final Path FUNCTION =
      Layer.ROOT.resolve("integration-tests/clients/target/function.zip");

  /** What is the process's, the library's release or the connection's. */
  private static final List<String> INCIDENTAL = List.of("thread.id", "thread.name");

  private final Queue<String> traceParents = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private RpcServer rpc;
  private String url;
  private LambdaEnvironment bare;
  private LambdaEnvironment wrapper;
  private LambdaEnvironment agent;

  @BeforeAll
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    url = "http://localhost:" + server.getAddress().getPort() + "/items?id=1";
    rpc = RpcServer.start(traceParents);
    bare = function(Layer.NONE).build();
    wrapper = function(Layer.WRAPPER).environment("OTEL_LOG_LEVEL", "debug").build();
    agent = function(Layer.JAVAAGENT).build();
  }

  private static LambdaEnvironmentBuilder function(Layer layer) {
    return layer.function(FUNCTION, "functions.ClientCalls").memoryMb(1024);
  }

  @AfterAll
  void stop() {
    bare.close();
    wrapper.close();
    agent.close();
    server.stop(0);
    rpc.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    traceParents.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
    byte[] body = "found".getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apache4.default",
        "apache5.default",
        "apache5.custom",
        "okhttp.sync",
        "okhttp.derived",
        "okhttp.default",
        "okhttp.async",
        "jdk.sync",
        "jdk.async",
        "jdk.builder",
        "jdk.reference",
        "spring.template",
        "spring.template-post",
        "spring.template-jdk",
        "spring.rest",
        "spring.rest-jdk",
        "spring.web",
        "spring.web-derived",
        "spring.web-default",
        "spring.web-jdk"
      })
  void http(String client) {
    assertThat(compare(client, url)).startsWith("\"200 ");
  }

  /** The agent calls it cancelled. */
  @Test
  void restClientByReactorNetty_isTraced() {
    assertThat(describe(call(wrapper, "spring.rest-reactor", url).span()))
        .isEqualTo(describe(call(wrapper, "spring.rest-jdk", url).span()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc.blocking", "grpc.future", "grpc.stream", "grpc.error"})
  void rpc(String client) {
    assertThat(compare(client, rpc.url())).containsIgnoringCase("found");
  }

  /** Returns the response. */
  private String compare(String client, String target) {
    Call expected = call(bare, client, target);
    assertThat(expected.traceParent()).isEqualTo("null");
    Call traced = call(wrapper, client, target);
    assertThat(traced.response()).isEqualTo(expected.response());
    assertThat(traced.spans()).as(wrapper.output().toString()).hasSize(2);
    Span span = traced.span();
    assertThat(span.getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
    assertThat(traced.traceParent())
        .contains(hex(span.getTraceId().toByteArray()), hex(span.getSpanId().toByteArray()));
    Call agents = call(agent, client, target);
    assertThat(describe(span)).isEqualTo(describe(agents.span()));
    assertThat(UserCodeIT.diagnostics(wrapper)).isEmpty();
    return expected.response();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc.driver",
        "jdbc.pool",
        "jdbc.source",
        "jdbc.prepared",
        "jdbc.batch",
        "jdbc.error",
        "jdbc.cast",
        "jdbc.unwrap"
      })
  void database(String client) {
    Call traced = call(wrapper, client, "");
    assertThat(traced.response()).isEqualTo(call(bare, client, "").response());
    assertThat(traced.spans()).as(wrapper.output().toString()).hasSize(2);
    assertThat(traced.span().getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
    assertThat(describe(traced.span())).isEqualTo(describe(call(agent, client, "").span()));
    assertThat(UserCodeIT.diagnostics(wrapper)).isEmpty();
  }

  @Test
  void failedConnection_isTheSameErrorAndSpan() {
    String nobody = "http://localhost:1/";
    for (String client : List.of("apache4.default", "apache5.default", "okhttp.sync", "jdk.sync")) {
      Call traced = call(wrapper, client, nobody);
      assertThat(traced.response()).isEqualTo(call(bare, client, nobody).response());
      assertThat(describe(traced.span())).isEqualTo(describe(call(agent, client, nobody).span()));
    }
  }

  /** With what the JDK's own client has only there. */
  @Test
  void newestJdk_theSameSpans() {
    Path newest = List.copyOf(Jdks.all()).get(Jdks.all().size() - 1);
    try (LambdaEnvironment lambda = function(Layer.WRAPPER).javaHome(newest).build()) {
      Map<String, String> expected = describe(call(wrapper, "jdk.sync", url).span());
      for (String client : List.of("jdk.sync", "jdk.async", "jdk.builder")) {
        assertThat(describe(call(lambda, client, url).span())).isEqualTo(expected);
      }
      for (String client : List.of("apache5.default", "okhttp.async", "jdbc.cast", "spring.web")) {
        assertThat(describe(call(lambda, client, url).span()))
            .as(client)
            .isEqualTo(describe(call(wrapper, client, url).span()));
      }
      if (Jdks.version(newest) >= 21) {
        Call closed = call(lambda, "jdk.closed", url);
        assertThat(closed.response()).isEqualTo("\"200 found true\"");
        assertThat(describe(closed.span())).isEqualTo(expected);
        Call local = call(lambda, "jdk.local", url);
        assertThat(local.response()).isEqualTo("\"200 found\"");
        assertThat(describe(local.span())).isEqualTo(expected);
      }
      assertThat(UserCodeIT.diagnostics(lambda)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OTEL_LAMBDA_AUTO_INSTRUMENTATION",
        "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED",
        "OTEL_INSTRUMENTATION_OKHTTP_ENABLED"
      })
  void switchedOff_isNotTraced(String variable) {
    try (LambdaEnvironment lambda =
        function(Layer.WRAPPER).environment(variable, "false").build()) {
      assertThat(call(lambda, "okhttp.sync", url).spans())
          .extracting(Span::getName)
          .containsExactly("orders");
    }
  }

  private Call call(LambdaEnvironment lambda, String client, String target) {
    traceParents.clear();
    int before = lambda.telemetry().spans().size();
    String response =
        lambda.invoke("{\"client\":\"%s\",\"url\":\"%s\"}".formatted(client, target)).response();
    List<Span> spans = lambda.telemetry().spans();
    return new Call(
        response, String.valueOf(traceParents.poll()), spans.subList(before, spans.size()));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** What two spans of one call have in common. */
  private static Map<String, String> describe(Span span) {
    Map<String, String> description = new TreeMap<>();
    description.put("name", span.getName());
    description.put("kind", span.getKind().name());
    description.put("status", span.getStatus().getCode().name());
    span.getEventsList().forEach(event -> description.put("event", event.getName()));
    for (KeyValue attribute : span.getAttributesList()) {
      if (!INCIDENTAL.contains(attribute.getKey())) {
        description.put(attribute.getKey(), attribute.getValue().toString());
      }
    }
    return description;
  }

  private record Call(String response, String traceParent, List<Span> spans) {

    Span span() {
      return spans.stream().filter(span -> !isInvocation(span)).findFirst().orElseThrow();
    }

    Span invocation() {
      return spans.stream().filter(Call::isInvocation).findFirst().orElseThrow();
    }

    private static boolean isInvocation(Span span) {
      return span.getKind() == Span.SpanKind.SPAN_KIND_SERVER;
    }
  }
}
