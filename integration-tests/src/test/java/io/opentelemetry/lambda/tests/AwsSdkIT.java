package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Calls of the AWS SDKs are traced under the wrapper layer, with no code for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsSdkIT {

  private final Queue<String> traceHeaders = new ConcurrentLinkedQueue<>();
  private HttpServer dynamoDb;
  private LambdaEnvironment lambda;
  private int seen;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    dynamoDb = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    dynamoDb.createContext("/", this::answer);
    dynamoDb.start();
    lambda =
        Layer.WRAPPER
            .function(
                FunctionFolder.create(folder, List.of("aws-sdks", "api-1.45")),
                "functions.AwsSdkCalls")
            .environment("DYNAMODB", "http://localhost:" + dynamoDb.getAddress().getPort())
            .build();
  }

  @AfterAll
  void stop() {
    lambda.close();
    dynamoDb.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean list = exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith("ListTables");
    String trace = exchange.getRequestHeaders().getFirst("X-Amzn-Trace-Id");
    traceHeaders.add(String.valueOf(trace));
    byte[] body =
        (list
                ? "{\"TableNames\":[\"items\"]}"
                : "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\"}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
    exchange.getResponseHeaders().add("x-amzn-RequestId", "request-1");
    exchange.sendResponseHeaders(list ? 200 : 400, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void v1() {
    Span call = call("v1", "\"[items]\"", "DynamoDBv2.ListTables");
    assertThat(call.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(text(call))
        .contains("aws-api", "AmazonDynamoDBv2", "ListTables", "POST", "request-1", "localhost");
  }

  @Test
  void v1_asynchronous() {
    call("v1-async", "\"[items]\"", "DynamoDBv2.ListTables");
  }

  @Test
  void v1_error() {
    Span call = call("v1-error", "\"ResourceNotFoundException\"", "DynamoDBv2.DescribeTable");
    assertThat(call.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(text(call)).contains("error.type", "ResourceNotFoundException");
  }

  @Test
  void v2_asynchronous() {
    Span call = call("v2-async", "\"[items]\"", "DynamoDb.ListTables");
    Span callback = named(lambda.telemetry().spans(), "user.callback");
    assertThat(callback.getTraceId()).isEqualTo(call.getTraceId());
    assertThat(callback.getParentSpanId()).isEqualTo(call.getParentSpanId());
  }

  /** The call's span, which is a child of the invocation's and the parent of what AWS reports. */
  private Span call(String event, String response, String name) {
    traceHeaders.clear();
    assertThat(lambda.invoke("\"" + event + "\"").response()).isEqualTo(response);
    List<Span> all = lambda.telemetry().spans();
    List<Span> spans = all.subList(seen, all.size());
    seen = all.size();
    Span invocation = named(spans, "orders");
    Span call = named(spans, name);
    assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(call.getParentSpanId()).isEqualTo(invocation.getSpanId());
    assertThat(traceHeaders)
        .singleElement()
        .asString()
        .contains("Parent=" + hex(call.getSpanId().toByteArray()));
    assertThat(UserCodeIT.diagnostics(lambda)).isEmpty();
    return call;
  }

  private static Span named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  private static String text(Span span) {
    return span.getAttributesList().toString();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
