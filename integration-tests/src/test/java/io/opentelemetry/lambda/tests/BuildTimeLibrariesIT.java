package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests libraries that the layer's hooks do not know in one function that is instrumented at build
 * time: all spans are those of the untouched agent, of which the agent layer has only a part.
 */
class BuildTimeLibrariesIT {

  private static final ClientVersion LIBRARIES =
      new ClientVersion(
          List.of("rabbit.publish"),
          List.of(
              "com.rabbitmq:amqp-client:5.25.0",
              "org.redisson:redisson:3.45.1",
              "com.graphql-java:graphql-java:22.3",
              "org.hibernate.orm:hibernate-core:6.6.13.Final",
              "com.h2database:h2:2.4.240",
              "com.google.http-client:google-http-client:1.47.0",
              "org.springframework.data:spring-data-jpa:3.5.7",
              "org.apache.activemq:activemq-client:6.1.7",
              "org.apache.activemq:activemq-broker:6.1.7",
              "net.spy:spymemcached:2.12.3"));

  private static final ClientVersion OTHERS =
      new ClientVersion(
          List.of("jetty.sync"),
          List.of(
              "org.eclipse.jetty:jetty-client:12.0.30",
              "commons-httpclient:commons-httpclient:3.1",
              "org.influxdb:influxdb-java:2.25",
              "com.clickhouse:client-v2:0.9.4",
              "com.openai:openai-java:4.0.0",
              "io.reactivex.rxjava3:rxjava:3.1.10",
              "org.apache.activemq:activemq-client:5.19.1",
              "org.apache.activemq:activemq-broker:5.19.1"));

  private static final ClientVersion VERTX =
      new ClientVersion(
          List.of("vertxSql.query"),
          List.of("io.vertx:vertx-pg-client:4.5.27", "com.ongres.scram:scram-client:3.1"));

  /**
   * Without Vert.x: over Netty's HTTP codecs, the agent reports how Cassandra's driver connects.
   */
  private static final ClientVersion DATABASES =
      new ClientVersion(
          List.of("cassandra.sync"),
          List.of(
              "org.apache.cassandra:java-driver-core:4.19.0",
              "com.couchbase.client:java-client:3.8.0"));

  /** As OpenAI answers. */
  private static final String CHAT =
      """
      {"id": "chat-1", "object": "chat.completion", "created": 1, "model": "gpt-4o",
       "choices": [{"index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "found"}}],
       "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
      """;

  /** A broker within the function. */
  private static final String BROKER = "vm://localhost?broker.persistent=false&broker.useJmx=false";

  /** In a function of its own: Redisson over Netty's HTTP codecs reports as it reconnects. */
  private static final ClientVersion ASYNC_HTTP =
      new ClientVersion(
          List.of("asyncHttp.sync"), List.of("org.asynchttpclient:async-http-client:2.12.4"));

  /** Attributes that name the process or its connection, or that are measured. */
  private static final List<String> OF_CONNECTION =
      List.of(
          "messaging.message.id",
          "db.couchbase.local_id",
          "db.couchbase.operation_id",
          "db.couchbase.server_duration",
          "net.host.port");

  @TempDir private static Path folder;

  private static HttpServer http;
  private static UntouchedAgent untouched;
  private static Compared libraries;

  /** A function as it is, instrumented under the wrapper layer, and under the untouched agent. */
  private record Compared(LambdaEnvironment bare, LambdaEnvironment traced, LambdaEnvironment agent)
      implements AutoCloseable {

    static Compared start(ClientVersion version) throws Exception {
      Path function = version.function();
      Path instrumented = instrument(function, version + ".zip");
      return new Compared(
          environment(Layer.NONE, function).build(),
          environment(Layer.WRAPPER, instrumented).build(),
          untouched.function(function, "functions.ClientCalls").memoryMb(1024).build());
    }

    @Override
    public void close() {
      bare.close();
      traced.close();
      agent.close();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    http = FoundServer.start();
    untouched = UntouchedAgent.create(folder.resolve("agent"));
    libraries = Compared.start(LIBRARIES);
  }

  @AfterAll
  static void stop() {
    if (libraries != null) {
      libraries.close();
    }
    http.stop(0);
  }

  private static LambdaEnvironmentBuilder environment(Layer layer, Path function) {
    return layer.function(function, "functions.ClientCalls").memoryMb(1024);
  }

  private static Path instrument(Path function, String name) throws Exception {
    Path output = folder.resolve(name);
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("run.sh").toString())
            .with("instrument", function.toString(), "--output", output.toString())
            .environment(Map.of("NO_BUILD", "1"))
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    return output;
  }

  @ParameterizedTest
  @CsvSource({
    "graphql, query error, 2",
    "hibernate, start find query persist error, 8",
    "googleHttp, sync async, 2",
    "springData, start find named count error, 15"
  })
  void library_hasTheSpansOfTheAgent(String library, String ways, int least) {
    compare(libraries, library, ways, httpUrl(), least);
  }

  /** Among them a call on the client's thread, and one that fails. */
  @Test
  @EnabledIfSystemProperty(named = "tests.all", matches = "true")
  void asyncHttpClient_hasTheSpansOfTheAgent() throws Exception {
    try (Compared asyncHttp = Compared.start(ASYNC_HTTP)) {
      compare(asyncHttp, "asyncHttp", "sync twice error", httpUrl(), 4);
    }
  }

  @Test
  void jms_hasTheSpansOfTheAgent() {
    compare(libraries, "jms", "send receive listen error", BROKER, 5);
  }

  @Test
  void memcached_hasTheSpansOfTheAgent() {
    try (DatabaseServer memcached = DatabaseServer.memcached()) {
      String url = "memcached://localhost:" + memcached.port();
      compare(libraries, "memcached", "set get missing async bulk", url, 5);
    }
  }

  /** InfluxDB, ClickHouse and OpenAI are stand-ins. */
  @Test
  @EnabledIfSystemProperty(named = "tests.all", matches = "true")
  void others_haveTheSpansOfTheAgent() throws Exception {
    FoundServer.answer(http, "/query", "{\"results\":[]}");
    FoundServer.answer(http, "/v1", CHAT);
    try (Compared others = Compared.start(OTHERS)) {
      compare(others, "jetty", "sync async twice error", httpUrl(), 5);
      compare(others, "commonsHttp", "sync error", httpUrl(), 2);
      compare(others, "rxjava", "callable observeOn flatMap", httpUrl(), 4);
      compare(others, "influx", "query write", httpUrl(), 4);
      compare(others, "clickhouse", "query", httpUrl(), 2);
      compare(others, "openai", "sync async error", httpUrl(), 6);
      compare(others, "javaxJms", "send receive", BROKER, 2);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "tests.all", matches = "true")
  void vertxSql_hasTheSpansOfTheAgent() throws Exception {
    try (DatabaseServer postgresql = DatabaseServer.postgresql();
        Compared vertx = Compared.start(VERTX)) {
      String url =
          "postgresql://%s:%s@localhost:%d"
              .formatted(DatabaseServer.USER, DatabaseServer.PASSWORD, postgresql.port());
      compare(vertx, "vertxSql", "query prepared batch twice transaction error", url, 7);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "tests.all", matches = "true")
  void databases_haveTheSpansOfTheAgent() throws Exception {
    try (Compared databases = Compared.start(DATABASES)) {
      try (PublishedServer cassandra = PublishedServer.cassandra()) {
        compare(
            databases,
            "cassandra",
            "sync async twice prepared error",
            "cassandra://localhost:" + cassandra.port(),
            6);
      }
      try (PublishedServer couchbase = PublishedServer.couchbase()) {
        String url = "http://127.0.0.1:%d/%d".formatted(couchbase.port(), couchbase.valuesPort());
        compare(databases, "couchbase", "upsert get async reactive error", url, 11);
      }
    }
  }

  private static String httpUrl() {
    return "http://localhost:%d/items?id=1".formatted(http.getAddress().getPort());
  }

  @ParameterizedTest
  @CsvSource({"redisson, sync sync async batch error, 5"})
  void redis_hasTheSpansOfTheAgent(String library, String ways, int least) {
    try (DatabaseServer redis = DatabaseServer.redis()) {
      compare(libraries, library, ways, "redis://localhost:" + redis.port(), least);
    }
  }

  @ParameterizedTest
  @CsvSource({"rabbit, connect publish get consume error, 10"})
  void rabbitMq_hasTheSpansOfTheAgent(String library, String ways, int least) throws Exception {
    try (DatabaseServer rabbitMq = DatabaseServer.rabbitMq()) {
      compare(libraries, library, ways, "amqp://guest:guest@localhost:" + rabbitMq.port(), least);
    }
  }

  /**
   * @param least the number of spans, so that none on both sides is no success
   */
  private static void compare(
      Compared functions, String library, String ways, String url, int least) {
    List<String> clients =
        List.of(ways.split(" ", -1)).stream().map(way -> library + "." + way).toList();
    List<String> responses = new ArrayList<>();
    List<Span> expected = call(functions.agent, clients, url, least, responses);
    List<String> wrapped = new ArrayList<>();
    List<Span> spans = call(functions.traced, clients, url, expected.size(), wrapped);
    List<String> untraced = new ArrayList<>();
    call(functions.bare, clients, url, 0, untraced);
    assertThat(wrapped).isEqualTo(untraced).isEqualTo(responses);
    assertThat(describe(spans, functions.traced))
        .containsExactlyInAnyOrderElementsOf(describe(expected, functions.agent));
    assertThat(expected).hasSizeGreaterThanOrEqualTo(least);
    assertThat(UserCodeIT.diagnostics(functions.traced)).isEmpty();
  }

  /** Some spans end just after the response, and leave with a later one. */
  private static List<Span> call(
      LambdaEnvironment lambda,
      List<String> clients,
      String url,
      int least,
      List<String> responses) {
    int before = lambda.telemetry().spans().size();
    for (String client : clients) {
      responses.add(ClientCall.make(lambda, client, url, () -> "").response());
    }
    for (int i = 0; i < 100 && libraries(lambda, before).size() < least; i++) {
      lambda.invoke("{\"client\":\"task.none\",\"url\":\"\"}");
    }
    return libraries(lambda, before);
  }

  private static List<Span> libraries(LambdaEnvironment lambda, int before) {
    List<Span> spans = lambda.telemetry().spans();
    return spans.subList(before, spans.size()).stream()
        .filter(span -> !isInvocation(span))
        .toList();
  }

  private static boolean isInvocation(Span span) {
    return span.getKind() == Span.SpanKind.SPAN_KIND_SERVER;
  }

  private static List<Map<String, String>> describe(List<Span> spans, LambdaEnvironment lambda) {
    Map<ByteString, String> names =
        lambda.telemetry().spans().stream()
            .collect(
                Collectors.toMap(
                    Span::getSpanId, span -> isInvocation(span) ? "invocation" : span.getName()));
    List<Map<String, String>> descriptions = new ArrayList<>();
    for (Span span : spans) {
      Map<String, String> description = ClientCall.describe(span);
      description.replaceAll((name, value) -> OF_CONNECTION.contains(name) ? "set" : value);
      description.put("links", String.valueOf(span.getLinksCount()));
      ByteString parent = span.getParentSpanId();
      description.put("parent", parent.isEmpty() ? "none" : names.getOrDefault(parent, "unknown"));
      descriptions.add(description);
    }
    return descriptions;
  }
}
