package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that each client library's calls are traced under the wrapper layer as under the agent, and
 * answered as without.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {

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
        "apache4.default",
        "apache4Async.default",
        "apache4Async.target",
        "apache5.default",
        "apache5.custom",
        "apache5.async",
        "apache5.async-context",
        "grpc.blocking",
        "grpc.future",
        "grpc.stream",
        "grpc.error",
        "kafka.send",
        "kafka.callback",
        "kafka.tombstone",
        "kafka.read-only",
        "okhttp.sync",
        "okhttp.derived",
        "okhttp.default",
        "okhttp.async",
        "jdk.sync",
        "jdk.async",
        "jdk.builder",
        "jdk.reference",
        "ktor.cio",
        "ktor.io",
        "spring.template",
        "spring.template-post",
        "spring.template-jdk",
        "spring.rest",
        "spring.rest-jdk",
        "spring.web",
        "spring.web-derived",
        "spring.web-default",
        "spring.web-jdk",
        "httpUrlConnection.get",
        "httpUrlConnection.code",
        "httpUrlConnection.missing",
        "httpUrlConnection.header",
        "httpUrlConnection.connected",
        "httpUrlConnection.post",
        "httpUrlConnection.stream",
        "httpUrlConnection.reference",
        "task.execute",
        "task.submit",
        "task.reference",
        "task.pool-reference",
        "task.class",
        "task.invoke-all",
        "task.schedule",
        "task.completion",
        "task.fork-join",
        "task.supply",
        "task.supply-by-executor",
        "task.stage",
        "task.stage-async",
        "guavaTask.submit",
        "guavaTask.run",
        "guavaTask.execute",
        "guavaTask.schedule",
        "springTask.pool",
        "springTask.pool-completable",
        "springTask.simple",
        "springTask.simple-execute",
        "springTask.simple-completable",
        "springTask.adapter",
        "springTask.async",
        "springTask.async-completable",
        "springTask.async-simple",
        "coroutine.delay",
        "coroutine.io",
        "coroutine.async",
        "coroutine.launch",
        "coroutine.nested",
        "coroutine.flow",
        "coroutine.future"
      })
  void remote(String client) {
    layers.compareRemote(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "span.named",
        "span.default",
        "span.static",
        "span.error",
        "span.attributes",
        "span.future",
        "span.failed-future",
        "span.late-failure",
        "span.stage",
        "span.bridge",
        "suspendingSpan.direct",
        "suspendingSpan.waiting",
        "suspendingSpan.named",
        "suspendingSpan.passing",
        "suspendingSpan.error",
        "suspendingSpan.late-error"
      })
  void annotatedMethod(String method) {
    layers.compare(method, "");
  }

  /** It is of a trace of its own. */
  @Test
  void annotatedMethod_thatInheritsNoContext_isARoot() {
    ClientCall traced = layers.wrapped("span.root", "");
    assertThat(traced.span().getParentSpanId().isEmpty()).isTrue();
    assertThat(traced.describeSpan()).isEqualTo(layers.underAgent("span.root", "").describeSpan());
  }

  /** The request to the server, and below it that of the HTTP client. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "elasticsearch.search",
        "elasticsearch.async",
        "elasticsearch.missing",
        "elasticsearch.async-missing",
        "elasticsearch.proxy",
        "opensearch.search",
        "opensearch.async",
        "opensearch.missing",
        "opensearch.async-missing"
      })
  void searchServer(String client) {
    assertThat(layers.compareTree(client).spans()).hasSize(3);
  }

  /** Each is a span below that of who has sent it, as long as the function works on it. */
  @ParameterizedTest
  @ValueSource(strings = {"records", "topic", "partition", "copy", "again"})
  void recordThatIsReceived_isASpan(String way) {
    layers.compareTree("kafkaConsumer." + way);
  }

  /** Tests that a call in a callback is a child of the same span as under the agent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "okhttp.callback",
        "jdk.callback",
        "apache4Async.callback",
        "apache5.async-callback"
      })
  void callback_hasTheContextOfTheCall(String client) {
    String url = layers.url(client);
    ClientCall traced = layers.wrapped(client, url);
    assertThat(traced.response()).isEqualTo(layers.bare(client, url).response());
    assertThat(traced.spans()).hasSize(3);
    assertThat(traced.parents()).isEqualTo(layers.underAgent(client, url).parents());
  }

  /** Some of its four calls are on threads of the common pool. */
  @ParameterizedTest
  @ValueSource(strings = {"task.parallel", "task.parallel-range", "task.parallel-later"})
  void callsOfAParallelStream_areBelowTheInvocation(String client) {
    String url = layers.url(client);
    ClientCall traced = layers.wrapped(client, url);
    assertThat(traced.response()).isEqualTo(layers.bare(client, url).response());
    assertThat(traced.spans()).hasSize(5);
    assertThat(traced.tree()).isEqualTo(layers.underAgent(client, url, 5).tree());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ktor.twice", "ktor.at-once"})
  void twoRequests_areSiblings(String client) {
    String url = layers.url(client);
    ClientCall traced = layers.wrapped(client, url);
    assertThat(traced.response()).isEqualTo(layers.bare(client, url).response());
    assertThat(traced.spans()).hasSize(3);
    assertThat(traced.parents()).isEqualTo(layers.underAgent(client, url).parents());
  }

  /**
   * Also a call that the method's caller makes afterwards is where it belongs. The agent has both
   * below the invocation.
   */
  @Test
  void suspendingMethod_hasItsCallsBelowIt() {
    String url = layers.url("suspendingSpan.call");
    ClientCall traced = layers.wrapped("suspendingSpan.call", url);
    assertThat(traced.response()).isEqualTo(layers.bare("suspendingSpan.call", url).response());
    assertThat(traced.parents())
        .containsExactly(
            "SPAN_KIND_CLIENT in SPAN_KIND_INTERNAL",
            "SPAN_KIND_CLIENT in SPAN_KIND_SERVER",
            "SPAN_KIND_INTERNAL in SPAN_KIND_SERVER",
            "SPAN_KIND_SERVER in none");
  }

  @Test
  void suspendingMethod_thatCallsItself_isASpanEachTime() {
    ClientCall traced = layers.wrapped("suspendingSpan.recursive", "");
    assertThat(traced.spans()).hasSize(4);
    assertThat(traced.parents())
        .isEqualTo(layers.underAgent("suspendingSpan.recursive", "").parents());
  }

  /** The agent has a second span, for the method that Kotlin makes of its body. */
  @Test
  void suspendingMethod_thatMayBeOverridden_isOneSpan() {
    ClientCall traced = layers.wrapped("suspendingSpan.open", "");
    assertThat(traced.response()).isEqualTo(layers.bare("suspendingSpan.open", "").response());
    assertThat(traced.spans()).hasSize(2);
    assertThat(traced.span().getName()).isEqualTo("SuspendingSpanCalls.overridable");
  }

  /** The agent's may end after the future that the function waits for. */
  @ParameterizedTest
  @ValueSource(strings = {"apache4Async.future", "apache5.async-future"})
  void span_endsBeforeTheFutureIsDone(String client) {
    String url = layers.url(client);
    ClientCall traced = layers.wrapped(client, url);
    assertThat(traced.response()).isEqualTo(layers.bare(client, url).response());
    assertThat(traced.spans()).hasSize(2);
  }

  /** Tests that the elements that the function makes and those that it is given are of one kind. */
  @Test
  void coroutineWithASpanOfTheFunctions_hasThatSpansContext() {
    String url = layers.url("coroutineElement.span");
    ClientCall traced = layers.wrapped("coroutineElement.span", url);
    assertThat(traced.response()).isEqualTo(layers.bare("coroutineElement.span", url).response());
    assertThat(traced.parents())
        .containsExactly(
            "SPAN_KIND_CLIENT in SPAN_KIND_INTERNAL",
            "SPAN_KIND_CLIENT in SPAN_KIND_INTERNAL",
            "SPAN_KIND_INTERNAL in SPAN_KIND_SERVER",
            "SPAN_KIND_SERVER in none")
        .isEqualTo(layers.underAgent("coroutineElement.span", url).parents());
    assertThat(layers.wrapped("coroutineElement.known", url).response()).isEqualTo("\"true\"");
    assertThat(layers.underAgent("coroutineElement.known", url).response()).isEqualTo("\"true\"");
  }

  /** Tests a call where the thread of another client completes its future. */
  @ParameterizedTest
  @ValueSource(strings = {"sqsAsync.apply", "sqsAsync.compose", "sqsAsync.handle"})
  void futureOfAClient_goesOnInTheCallersContext(String client) {
    String url = layers.url(client);
    ClientCall traced = layers.wrapped(client, url);
    assertThat(traced.response()).isEqualTo(layers.bare(client, url).response());
    assertThat(traced.parents())
        .containsExactly(
            "SPAN_KIND_CLIENT in SPAN_KIND_SERVER",
            "SPAN_KIND_PRODUCER in SPAN_KIND_SERVER",
            "SPAN_KIND_SERVER in none")
        .isEqualTo(layers.underAgent(client, url).parents());
  }

  /** The agent calls it cancelled. */
  @Test
  void restClientByReactorNetty_isTraced() {
    String url = layers.url("spring.rest-jdk");
    assertThat(layers.wrapped("spring.rest-reactor", url).describeSpan())
        .isEqualTo(layers.wrapped("spring.rest-jdk", url).describeSpan());
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka.too-large", "kafka.error"})
  void recordThatIsNotSent_isTheSameErrorAndSpan(String client) {
    layers.compare(client, layers.url(client));
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
        "jdbc.unwrap",
        "mongo.insert",
        "mongo.find",
        "mongo.count",
        "mongo.error"
      })
  void database(String client) {
    layers.compare(client, layers.url(client));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"r2dbc.statement", "r2dbc.bound", "r2dbc.batch", "r2dbc.thread", "r2dbc.error"})
  void reactiveDatabase(String client) {
    layers.compare(client, "");
  }

  /** The agent has a second span for the pool, and its connections are none of the driver's. */
  @ParameterizedTest
  @ValueSource(strings = {"r2dbc.pool", "r2dbc.cast"})
  void reactiveDriver_isAsWithout(String client) {
    ClientCall traced = layers.wrapped(client, "");
    assertThat(traced.response()).isEqualTo(layers.bare(client, "").response());
    assertThat(traced.response()).doesNotContain("Exception");
  }

  /** A later invocation has a connection that was made for an earlier one, on a pool's thread. */
  @Test
  void ownReactivePool_isTracedInEachInvocation() {
    layers.compare("r2dbc.own-pool", "");
    layers.compare("r2dbc.own-pool", "");
  }

  @Test
  void reactivePool_isTracedOnce() {
    ClientCall traced = layers.wrapped("r2dbc.pool", "");
    assertThat(traced.spans()).hasSize(2);
    assertThat(traced.span().getName()).isEqualTo("SELECT reactive");
    assertThat(traced.span().getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lettuce.sync", "lettuce.async", "lettuce.reactive", "lettuce.error"})
  void redis(String client) {
    layers.compareRedis(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jedis.command",
        "jedis.unified",
        "jedis.error",
        "jedis.pipeline",
        "jedis.transaction"
      })
  void jedis(String client) {
    layers.compareJedis(client);
  }

  @Test
  void tracingThatTheUserHasChosen_isLeftAlone() {
    String url = layers.url("lettuce.disabled");
    layers.connectToRedis();
    assertThat(layers.wrapped("lettuce.disabled", url).spans())
        .extracting(Span::getName)
        .containsExactly("orders");
  }

  @Test
  void failedConnection_isTheSameErrorAndSpan() {
    String nobody = "http://localhost:1/";
    for (String client :
        List.of(
            "apache4.default",
            "apache5.default",
            "okhttp.sync",
            "jdk.sync",
            "httpUrlConnection.get",
            "httpUrlConnection.connected",
            "httpUrlConnection.code",
            "spring.template",
            "spring.web")) {
      layers.compare(client, nobody);
    }
  }

  @Test
  void newestJdk_theSameSpans() {
    try (LambdaEnvironment lambda = onNewestJdk()) {
      for (String client :
          List.of(
              "jdk.sync",
              "jdk.builder",
              "apache5.default",
              "okhttp.async",
              "spring.web",
              "span.future",
              "task.completion",
              "task.fork-join",
              "task.stage-async",
              "task.schedule")) {
        String url = layers.url(client);
        assertThat(layers.call(lambda, client, url).describeSpan())
            .as(client)
            .isEqualTo(layers.wrapped(client, url).describeSpan());
      }
      assertThat(UserCodeIT.diagnostics(lambda)).isEmpty();
    }
  }

  @Test
  void whatNewerJdksHaveAdded_works() {
    assumeThat(Jdks.version(newestJdk())).isGreaterThanOrEqualTo(21);
    String url = layers.url("jdk.sync");
    try (LambdaEnvironment lambda = onNewestJdk()) {
      assertThat(layers.call(lambda, "jdk.closed", url).response()).isEqualTo("\"200 found true\"");
      assertThat(layers.call(lambda, "jdk.local", url).response()).isEqualTo("\"200 found\"");
      ClientCall virtual = layers.call(lambda, "task.virtual", url);
      assertThat(virtual.response()).isEqualTo("\"200 found\"");
      assertThat(virtual.span().getParentSpanId()).isEqualTo(virtual.invocation().getSpanId());
    }
  }

  private LambdaEnvironment onNewestJdk() {
    return layers.function(Layer.WRAPPER).javaHome(newestJdk()).build();
  }

  private static Path newestJdk() {
    List<Path> jdks = List.copyOf(Jdks.all());
    return jdks.get(jdks.size() - 1);
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
        layers.function(Layer.WRAPPER).environment(variable, "false").build()) {
      assertThat(layers.call(lambda, "okhttp.sync", layers.url("okhttp.sync")).spans())
          .extracting(Span::getName)
          .containsExactly("orders");
    }
  }
}
