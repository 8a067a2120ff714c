package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that calls by Vert.x's clients are traced under the wrapper layer as under the agent, in
 * the release that Quarkus has. It needs another release of Netty than Reactor Netty.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VertxIT {

  private ClientLayers layers;

  @BeforeAll
  void start() throws Exception {
    ClientVersion quarkuss =
        ClientVersion.readAll().stream()
            .filter(version -> version.toString().startsWith("vertx-vertx-web-client-4.5"))
            .findFirst()
            .orElseThrow();
    layers = ClientLayers.start(quarkuss.function(), Path.of(System.getProperty("java.home")));
  }

  @AfterAll
  void stop() {
    layers.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"get", "header", "post", "chunks", "head-first", "web", "web-post", "missing"})
  void remote(String way) {
    layers.compareRemote("vertx." + way);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redirect",
        "web-redirect",
        "handler",
        "request-callback",
        "response-callback",
        "body-callback",
        "web-callback",
        "in-turn",
        "at-once"
      })
  void severalCalls_areBelowTheInvocation(String way) {
    String url = layers.url("vertx." + way);
    ClientCall traced = layers.wrapped("vertx." + way, url);
    assertThat(traced.response())
        .contains("found")
        .isEqualTo(layers.bare("vertx." + way, url).response());
    assertThat(traced.parents())
        .containsExactly(
            "SPAN_KIND_CLIENT in SPAN_KIND_SERVER",
            "SPAN_KIND_CLIENT in SPAN_KIND_SERVER",
            "SPAN_KIND_SERVER in none");
    assertThat(traced.describeSpans())
        .containsExactlyInAnyOrderElementsOf(
            layers.underAgent("vertx." + way, url, 3).describeSpans());
  }

  /** It has no request yet. The agent knows which address the host's name has led to. */
  @ParameterizedTest
  @ValueSource(strings = {"refused", "unknown-host"})
  void connectionThatFails_isTheAgentsSpan(String way) {
    ClientCall traced = layers.wrapped("vertx." + way, layers.url("vertx." + way));
    assertThat(traced.spans()).hasSize(2);
    assertThat(traced.span().getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
    Map<String, String> agents =
        new TreeMap<>(layers.underAgent("vertx." + way, layers.url("vertx." + way)).describeSpan());
    agents.keySet().removeIf(key -> key.startsWith("network.peer."));
    assertThat(traced.describeSpan()).isEqualTo(agents);
  }

  /** As the untouched agent has it, of which the agent layer has the instrumentation of Netty. */
  @ParameterizedTest
  @CsvSource({
    "timeout, io.vertx.core.impl.NoStackTraceTimeoutException",
    "closed, io.vertx.core.http.HttpClosedException"
  })
  void requestThatFails_isASpanWithTheError(String way, String error) {
    String url = layers.url("vertx." + way);
    ClientCall traced = layers.wrapped("vertx." + way, url);
    assertThat(traced.response()).isEqualTo(layers.bare("vertx." + way, url).response());
    assertThat(traced.parents())
        .containsExactly("SPAN_KIND_CLIENT in SPAN_KIND_SERVER", "SPAN_KIND_SERVER in none");
    assertThat(traced.describeSpan())
        .containsEntry("name", "GET")
        .containsEntry("status", "STATUS_CODE_ERROR")
        .containsEntry("event", "exception");
    assertThat(traced.describeSpan().get("error.type")).contains(error);
  }
}
