package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a function of Quarkus behind an API, whose resources run in threads of Quarkus's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuarkusHttpIT {

  private HttpServer server;

  @BeforeAll
  void start() throws IOException {
    server = FoundServer.start();
  }

  @AfterAll
  void stop() {
    server.stop(0);
  }

  /** Also in a later invocation. */
  @ParameterizedTest
  @ValueSource(strings = {"blocking", "non-blocking"})
  void callOfAResource_isBelowItsInvocation(String resource) {
    ClientCall bare = call(Layer.NONE, resource).get(0);
    assertThat(bare.response()).contains("\"statusCode\":200", "found");
    List<ClientCall> traced = call(Layer.WRAPPER, resource);
    List<ClientCall> agents = call(Layer.JAVAAGENT, resource);
    for (int i = 0; i < traced.size(); i++) {
      assertThat(traced.get(i).response()).isEqualTo(bare.response());
      assertThat(traced.get(i).parents())
          .containsExactly("SPAN_KIND_CLIENT in SPAN_KIND_SERVER", "SPAN_KIND_SERVER in none")
          .isEqualTo(agents.get(i).parents());
      assertThat(traced.get(i).describeSpan()).isEqualTo(agents.get(i).describeSpan());
    }
  }

  /** Calls twice. */
  private List<ClientCall> call(Layer layer, String resource) {
    try (LambdaEnvironment lambda =
        layer
            .function(
                Layer.ROOT.resolve("integration-tests/quarkus-http/target/function.zip"),
                "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest")
            .memoryMb(1024)
            .build()) {
      return List.of(call(lambda, resource), call(lambda, resource));
    }
  }

  private ClientCall call(LambdaEnvironment lambda, String resource) {
    int before = lambda.telemetry().spans().size();
    String url = "http://localhost:" + server.getAddress().getPort() + "/items";
    String response =
        lambda
            .invoke(
                """
                {"version":"2.0","routeKey":"$default","rawPath":"/orders/%2$s",
                 "rawQueryString":"url=%1$s","headers":{"host":"example.com"},
                 "queryStringParameters":{"url":"%1$s"},
                 "requestContext":{"domainName":"example.com","stage":"$default",
                  "http":{"method":"GET","path":"/orders/%2$s","protocol":"HTTP/1.1",
                   "sourceIp":"192.0.2.1"}},"isBase64Encoded":false}"""
                    .formatted(url, resource))
            .response();
    List<Span> spans = lambda.telemetry().spans();
    return new ClientCall(response, "", spans.subList(before, spans.size()));
  }
}
