package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A function of each framework, of Kotlin's coroutines and of virtual threads: what it calls is
 * below its invocation, whatever thread calls.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameworksIT {

  /**
   * Its first request over a connection has no parent under the agent, which is on Netty's thread.
   */
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
   * With {@code -Dtests.all=true}, all spans below an invocation's are those of the untouched agent
   * and of the agent layer. Left out are the invocation's own: the untouched agent describes no
   * event of an API, and has a second one for the handler that Quarkus's own handler calls.
   */
  @ParameterizedTest
  @EnumSource
  void calls_areBelowTheirInvocation(Framework framework, @TempDir Path folder) throws Exception {
    Path function = framework.function(folder.resolve("function"));
    List<ClientCall> bare = call(framework, Layer.NONE.function(function, framework.handler));
    List<ClientCall> traced = call(framework, Layer.WRAPPER.function(function, framework.handler));
    for (int i = 0; i < bare.size(); i++) {
      String event = framework.events.get(i);
      assertThat(traced.get(i).response()).isEqualTo(bare.get(i).response()).contains("found");
      assertThat(traced.get(i).describeSpans())
          .as(event)
          .hasSize(framework.requests)
          .allSatisfy(span -> assertThat(span).containsAllEntriesOf(request()));
      assertThat(traced.get(i).parents())
          .filteredOn("SPAN_KIND_CLIENT in SPAN_KIND_SERVER"::equals)
          .as(event)
          .hasSize(framework.requests);
    }
    if (Thoroughness.ALL) {
      UntouchedAgent agent = UntouchedAgent.create(folder.resolve("agent"));
      compare(framework, traced, agent.function(function, framework.handler));
      compare(framework, traced, Layer.JAVAAGENT.function(function, framework.handler));
    }
  }

  private Map<String, String> request() {
    int port = server.getAddress().getPort();
    return Map.of(
        "name", "GET",
        "kind", "SPAN_KIND_CLIENT",
        "status", "STATUS_CODE_UNSET",
        "http.request.method", "string_value: \"GET\"\n",
        "http.response.status_code", "int_value: 200\n",
        "network.protocol.version", "string_value: \"1.1\"\n",
        "server.address", "string_value: \"localhost\"\n",
        "server.port", "int_value: %d\n".formatted(port),
        "url.full", "string_value: \"%s\"\n".formatted(url("/items")));
  }

  private void compare(
      Framework framework, List<ClientCall> traced, LambdaEnvironmentBuilder other) {
    List<ClientCall> agents = call(framework, other);
    for (int i = 0; i < traced.size(); i++) {
      String event = framework.events.get(i);
      if (framework.name().startsWith("MICRONAUT") && event.contains(MICRONAUTS_CLIENT)) {
        assertThat(traced.get(i).describeSpans())
            .as(event)
            .isEqualTo(agents.get(i).describeSpans());
      } else {
        assertThat(below(traced.get(i))).as(event).isEqualTo(below(agents.get(i)));
      }
    }
  }

  /** It is on a connection that is there already, so the agent has its context, too. */
  @Test
  void redirectOfMicronautsClient_isARequestOfItsOwn(@TempDir Path folder) throws Exception {
    Framework micronaut = Framework.MICRONAUT;
    Path function = micronaut.function(folder);
    assertRedirected(micronaut.configure(Layer.WRAPPER.function(function, micronaut.handler)));
    if (Thoroughness.ALL) {
      assertRedirected(micronaut.configure(Layer.JAVAAGENT.function(function, micronaut.handler)));
    }
  }

  private void assertRedirected(LambdaEnvironmentBuilder builder) {
    String event = "{\"way\":\"client\",\"url\":\"%s\"}";
    try (LambdaEnvironment lambda = builder.build()) {
      call(lambda, event.formatted(url("/items")));
      ClientCall call = call(lambda, event.formatted(url("/redirect")));
      assertThat(call.response()).isEqualTo("\"found\"");
      assertThat(call.parents())
          .containsExactly(
              "SPAN_KIND_CLIENT in SPAN_KIND_SERVER",
              "SPAN_KIND_CLIENT in SPAN_KIND_SERVER",
              "SPAN_KIND_SERVER in none");
      assertThat(call.describeSpans())
          .extracting(span -> span.get("http.response.status_code"))
          .containsExactlyInAnyOrder("int_value: 302\n", "int_value: 200\n");
    }
  }

  private static List<String> below(ClientCall call) {
    return call.tree().stream().filter(span -> !span.equals(ClientCall.INVOCATION)).toList();
  }

  private List<ClientCall> call(Framework framework, LambdaEnvironmentBuilder builder) {
    List<ClientCall> calls = new ArrayList<>();
    try (LambdaEnvironment lambda = framework.configure(builder).build()) {
      for (String event : framework.events) {
        calls.add(call(lambda, event.replace("URL", url("/items"))));
      }
    }
    return calls;
  }

  private String url(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  /** One invocation, without the times of its response. */
  private static ClientCall call(LambdaEnvironment lambda, String event) {
    int before = lambda.telemetry().spans().size();
    String response = String.valueOf(lambda.invoke(event).response());
    List<Span> spans = lambda.telemetry().spans();
    return new ClientCall(
        DATE.matcher(response).replaceAll(""), "", spans.subList(before, spans.size()));
  }
}
