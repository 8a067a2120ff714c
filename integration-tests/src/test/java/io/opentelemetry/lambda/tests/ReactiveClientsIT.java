package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that calls from Reactor's operators, and by clients that are used with it, are traced under
 * the wrapper layer as under the agent, and answered as without.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveClientsIT {

  private ClientLayers layers;

  @BeforeAll
  void start() throws IOException {
    layers = ClientLayers.start(ClientFunction.ZIP, Path.of(System.getProperty("java.home")));
  }

  @AfterAll
  void stop() {
    layers.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flat-map",
        "map",
        "future",
        "subscribe-on",
        "publish-on",
        "delay",
        "interval",
        "zip",
        "merge",
        "parallel",
        "connect",
        "group",
        "error",
        "retry",
        "timeout",
        "finally",
        "cancel",
        "schedule",
        "own-hook"
      })
  void callInAnOperator_isBelowTheInvocation(String way) {
    layers.compareRemote("reactor." + way);
  }

  /** It subscribed in an invocation that is over; what follows is of the one that runs. */
  @Test
  void lateSubscriber_doesNotGiveItsContextToTheNextInvocation() {
    String url = layers.url("reactor.hot-emit");
    layers.bare("reactor.hot-subscribe", url);
    layers.wrapped("reactor.hot-subscribe", url);
    layers.underAgent("reactor.hot-subscribe", url);
    ClientCall traced = layers.wrapped("reactor.hot-emit", url);
    assertThat(traced.response()).isEqualTo(layers.bare("reactor.hot-emit", url).response());
    assertThat(traced.parents())
        .containsExactly(
            "SPAN_KIND_CLIENT in SPAN_KIND_SERVER",
            "SPAN_KIND_CLIENT in none",
            "SPAN_KIND_SERVER in none")
        .isEqualTo(layers.underAgent("reactor.hot-emit", url).parents());
    layers.compareRemote("reactor.map");
  }

  /** Under the agent, the second one is below the first invocation. */
  @Test
  void callThatIsKept_isBelowTheInvocationThatMakesIt() {
    String url = layers.url("reactorNetty.kept");
    for (int i = 0; i < 2; i++) {
      ClientCall traced = layers.wrapped("reactorNetty.kept", url);
      assertThat(traced.response()).isEqualTo(layers.bare("reactorNetty.kept", url).response());
      assertThat(traced.parents())
          .containsExactly("SPAN_KIND_CLIENT in SPAN_KIND_SERVER", "SPAN_KIND_SERVER in none");
    }
  }

  /** The agent's is gone then. */
  @Test
  void contextOfOperators_staysWhenTheFunctionResetsItsHooks() {
    String url = layers.url("reactor.reset-hook");
    ClientCall traced = layers.wrapped("reactor.reset-hook", url);
    assertThat(traced.response()).isEqualTo(layers.bare("reactor.reset-hook", url).response());
    assertThat(traced.parents())
        .containsExactly("SPAN_KIND_CLIENT in SPAN_KIND_SERVER", "SPAN_KIND_SERVER in none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get",
        "uri",
        "deferred",
        "base",
        "host",
        "single",
        "response",
        "connection",
        "post",
        "binary",
        "missing"
      })
  void reactorNetty(String way) {
    layers.compareRemote("reactorNetty." + way);
  }

  /** Its span ends with the publisher. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mono",
        "just",
        "empty",
        "error",
        "thrown",
        "cancelled",
        "flux",
        "flux-error",
        "flux-cut",
        "publisher",
        "publisher-mono",
        "twice",
        "call",
        "call-later",
        "call-after",
        "call-of-flux"
      })
  void methodThatReturnsAPublisher_isASpan(String way) {
    layers.compareTree("spanPublisher." + way);
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "unknown-host", "timeout", "cancelled", "closed"})
  void failedExchange_isTheSameErrorAndSpan(String way) {
    String client = "reactorNetty." + way;
    layers.compare(client, layers.url(client));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reactorNetty.callback",
        "reactorNetty.on-response",
        "reactorNetty.redirect",
        "reactorNetty.retry",
        "reactorNetty.twice",
        "reactorNetty.again",
        "reactorNetty.at-once",
        "spring.web-callback"
      })
  void severalCalls_haveTheAgentsSpansAndParents(String client) {
    String url = layers.url(client);
    ClientCall traced = layers.wrapped(client, url);
    assertThat(traced.response()).isEqualTo(layers.bare(client, url).response());
    ClientCall agents = layers.underAgent(client, url, traced.spans().size());
    assertThat(traced.parents()).isEqualTo(agents.parents());
    assertThat(traced.describeSpans()).containsExactlyInAnyOrderElementsOf(agents.describeSpans());
  }

  /** Under the agent, it ends the span of the other one. */
  @Test
  void callThatIsCancelled_doesNotEndTheSpanOfAnother() {
    String client = "reactorNetty.cancel-one";
    String url = layers.url(client);
    ClientCall traced = layers.wrapped(client, url);
    assertThat(traced.response()).isEqualTo(layers.bare(client, url).response());
    assertThat(traced.describeSpans())
        .extracting(span -> span.get("http.response.status_code") + span.get("error.type"))
        .containsExactlyInAnyOrder("int_value: 200\nnull", "nullstring_value: \"cancelled\"\n");
  }

  /** Under the agent, what the callback calls counts as another attempt of the request. */
  @Test
  void callInACallback_isBesideTheRequest() {
    String client = "reactorNetty.on-request";
    String url = layers.url(client);
    ClientCall traced = layers.wrapped(client, url);
    assertThat(traced.response()).isEqualTo(layers.bare(client, url).response());
    assertThat(traced.parents()).isEqualTo(layers.underAgent(client, url, 3).parents());
    assertThat(traced.describeSpans().toString()).doesNotContain("resend_count");
  }
}
