package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A function of each framework, whose calls are below their invocations, also on the framework's
 * threads.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameworksIT {

  /** Its requests are without a parent under the agent, which looks for it on Netty's thread. */
  private static final String MICRONAUTS_CLIENT = "client";

  /** A header of the response. */
  private static final Pattern DATE = Pattern.compile("[A-Z][a-z]{2}, \\d+ [^\"]* GMT");

  private HttpServer server;

  @BeforeAll
  void start() throws IOException {
    server = FoundServer.start();
  }

  @AfterAll
  void stop() {
    server.stop(0);
  }

  /**
   * Compared with the agent with {@code -Dtests.all=true}, which takes seconds for each framework.
   */
  @ParameterizedTest
  @EnumSource
  void calls_areBelowTheirInvocation(Framework framework) {
    List<ClientCall> bare = call(Layer.NONE, framework);
    List<ClientCall> traced = call(Layer.WRAPPER, framework);
    List<ClientCall> agents = Thoroughness.ALL ? call(Layer.JAVAAGENT, framework) : traced;
    for (int i = 0; i < bare.size(); i++) {
      assertThat(bare.get(i).response()).contains("found");
      assertThat(traced.get(i).response()).isEqualTo(bare.get(i).response());
      assertThat(traced.get(i).parents())
          .as(framework.events.get(i))
          .containsExactly("SPAN_KIND_CLIENT in SPAN_KIND_SERVER", "SPAN_KIND_SERVER in none");
      assertThat(traced.get(i).describeSpan()).isEqualTo(agents.get(i).describeSpan());
      if (!framework.events.get(i).contains(MICRONAUTS_CLIENT)) {
        assertThat(traced.get(i).tree()).isEqualTo(agents.get(i).tree());
      }
    }
  }

  private List<ClientCall> call(Layer layer, Framework framework) {
    List<ClientCall> calls = new ArrayList<>();
    try (LambdaEnvironment lambda = framework.function(layer).build()) {
      for (String event : framework.events) {
        int before = lambda.telemetry().spans().size();
        String url = "http://localhost:" + server.getAddress().getPort() + "/items";
        String response =
            DATE.matcher(String.valueOf(lambda.invoke(event.replace("URL", url)).response()))
                .replaceAll("");
        List<Span> spans = lambda.telemetry().spans();
        calls.add(new ClientCall(response, "", spans.subList(before, spans.size())));
      }
    }
    return calls;
  }

  /** A framework, with a function and the events that it is called with. */
  @SuppressWarnings("ImmutableEnumChecker") // its lists and maps are
  enum Framework {
    QUARKUS(
        "quarkus/target/function.zip",
        "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest",
        Map.of(),
        List.of("{\"url\":\"URL\"}")),
    MICRONAUT(
        "micronaut/target/function.zip",
        "functions.MicronautFunction",
        Map.of(),
        List.of(
            "{\"url\":\"URL\",\"way\":\"now\"}",
            "{\"url\":\"URL\",\"way\":\"async\"}",
            "{\"url\":\"URL\",\"way\":\"client\"}")),
    MICRONAUT_HTTP(
        "micronaut/target/function.zip",
        "io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction",
        Map.of(),
        List.of(
            Events.http("/orders/direct"),
            Events.http("/orders/blocking"),
            Events.http("/orders/client"))),
    SPRING_BOOT_3(
        "micrometer/target/plain.zip",
        Events.SPRING_CLOUD_FUNCTION,
        Map.of("MAIN_CLASS", "functions.ObservedApplication"),
        List.of("{\"url\":\"URL\"}")),
    SPRING_BOOT_4(
        "functions/target/function.zip",
        "com.amazonaws.serverless.proxy.spring.SpringDelegatingLambdaContainerHandler",
        Map.of("MAIN_CLASS", "functions.Shop"),
        List.of(
            """
            {"version":"1.0","resource":"/items","path":"/items","httpMethod":"GET",
             "headers":{"Accept":"*/*"},"multiValueHeaders":{"Accept":["*/*"]},
             "queryStringParameters":{"url":"URL"},
             "multiValueQueryStringParameters":{"url":["URL"]},
             "requestContext":{"stage":"prod","identity":{"sourceIp":"192.0.2.1"},"requestId":"1"},
             "body":null,"isBase64Encoded":false}
            """)),
    SPRING_CLOUD_FUNCTION(
        "functions/target/function.zip",
        Events.SPRING_CLOUD_FUNCTION,
        Map.of("MAIN_CLASS", "functions.Shop"),
        List.of("\"URL\""));

    private final String zip;
    private final String handler;
    private final Map<String, String> variables;
    private final List<String> events;

    Framework(String zip, String handler, Map<String, String> variables, List<String> events) {
      this.zip = zip;
      this.handler = handler;
      this.variables = variables;
      this.events = events;
    }

    private LambdaEnvironmentBuilder function(Layer layer) {
      LambdaEnvironmentBuilder builder =
          layer
              .function(Layer.ROOT.resolve("integration-tests").resolve(zip), handler)
              .memoryMb(1024)
              .timeout(Duration.ofMinutes(2));
      variables.forEach(builder::environment);
      return builder;
    }
  }

  private static final class Events {

    static final String SPRING_CLOUD_FUNCTION =
        "org.springframework.cloud.function.adapter.aws.FunctionInvoker";

    static String http(String path) {
      return """
          {"version":"2.0","routeKey":"$default","rawPath":"%1$s","rawQueryString":"url=URL",
           "headers":{"host":"example.com"},"queryStringParameters":{"url":"URL"},
           "requestContext":{"domainName":"example.com","stage":"$default",
            "http":{"method":"GET","path":"%1$s","protocol":"HTTP/1.1","sourceIp":"192.0.2.1"}},
           "isBase64Encoded":false}"""
          .formatted(path);
    }

    private Events() {}
  }
}
