package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.libraries.ClientLibraries;
import io.opentelemetry.lambda.libraries.ClientLibrary;
import io.opentelemetry.lambda.libraries.TestedVersion;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code functions.ClientCalls} with some libraries, bare and under each layer, and the servers
 * that it calls.
 */
final class ClientLayers implements AutoCloseable {

  private static final Pattern MESSAGE_TRACE_PARENT =
      Pattern.compile("\"traceparent\":\\{[^}]*\"StringValue\":\"([^\"]+)\"");

  private static final String HANDLER = "functions.ClientCalls";

  private final Path function;
  private final Path jdk;
  private final Map<String, String> variables;
  private final Map<String, String> servers = readServers();
  private final Queue<String> traceParents = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private final RpcServer rpc;
  private final SearchServer search;
  private final MongoServer mongo;
  private KafkaBroker kafka;
  private DatabaseServer redis;
  private final LambdaEnvironment bare;
  private final LambdaEnvironment wrapper;
  private final boolean comparesWithAgent;
  private UntouchedAgent untouched;
  private LambdaEnvironment agent;

  /**
   * @param function the zip or the folder
   * @param jdk that runs the function
   */
  static ClientLayers start(Path function, Path jdk) throws IOException {
    return start(function, jdk, Map.of());
  }

  static ClientLayers start(Path function, Path jdk, Map<String, String> variables)
      throws IOException {
    return new ClientLayers(function, function, jdk, variables, /* comparesWithAgent= */ true);
  }

  /**
   * The same, but under the wrapper layer the function is another one.
   *
   * @param instrumented the function as it is instrumented at build time
   */
  static ClientLayers startInstrumented(
      Path function, Path instrumented, Path jdk, Map<String, String> variables)
      throws IOException {
    return new ClientLayers(function, instrumented, jdk, variables, /* comparesWithAgent= */ true);
  }

  /** The same, but compared with the untouched agent. */
  static ClientLayers startWithUntouchedAgent(Path function, Path jdk, UntouchedAgent agent)
      throws IOException {
    ClientLayers layers = start(function, jdk);
    layers.untouched = agent;
    return layers;
  }

  /** The same, but the agent is not started to compare spans with, as it takes long. */
  static ClientLayers startWithoutAgent(Path function, Path jdk) throws IOException {
    return new ClientLayers(function, function, jdk, Map.of(), /* comparesWithAgent= */ false);
  }

  /** {@link #startInstrumented}, but without the agent. */
  static ClientLayers startInstrumentedWithoutAgent(Path function, Path instrumented, Path jdk)
      throws IOException {
    return new ClientLayers(function, instrumented, jdk, Map.of(), /* comparesWithAgent= */ false);
  }

  private ClientLayers(
      Path function,
      Path traced,
      Path jdk,
      Map<String, String> variables,
      boolean comparesWithAgent)
      throws IOException {
    this.function = function;
    this.jdk = jdk;
    this.variables = variables;
    this.comparesWithAgent = comparesWithAgent;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    rpc = RpcServer.start(traceParents);
    search = SearchServer.start();
    // the oldest that the newest driver talks to
    mongo = new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_5_0));
    mongo.bind();
    bare = function(Layer.NONE).build();
    wrapper = function(Layer.WRAPPER, traced).environment("OTEL_LOG_LEVEL", "debug").build();
  }

  LambdaEnvironmentBuilder function(Layer layer) {
    return function(layer, function);
  }

  LambdaEnvironmentBuilder function(Layer layer, Path zip) {
    return configure(layer.function(zip, HANDLER));
  }

  private LambdaEnvironmentBuilder configure(LambdaEnvironmentBuilder builder) {
    builder.javaHome(jdk).memoryMb(1024);
    variables.forEach(builder::environment);
    return builder;
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
      answerAsAws(exchange);
      return;
    }
    traceParents.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
    exchange.getResponseHeaders().add("x-answer", "42");
    switch (exchange.getRequestURI().getPath()) {
      case "/never" -> {} // until the server is stopped
      case "/closed" -> exchange.close();
      case "/redirect" -> {
        exchange.getResponseHeaders().add("Location", "/items?id=1");
        answer(exchange, 302);
      }
      case "/missing" -> answer(exchange, 404);
      default -> answer(exchange, 200);
    }
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    byte[] body = "found".getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Finds one of whatever it is, takes all, and below {@code /retry} second attempts alone. */
  private void answerAsAws(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    boolean refuses =
        exchange.getRequestURI().getPath().startsWith("/retry")
            && exchange.getRequestHeaders().getFirst("amz-sdk-request").contains("attempt=1");
    if (!refuses) {
      Matcher traceParent = MESSAGE_TRACE_PARENT.matcher(request);
      traceParents.add(traceParent.find() ? traceParent.group(1) : "null");
    }
    byte[] body =
        """
        {"MessageId":"found","Messages":[{"MessageId":"1","Body":"found"}],
         "QueueUrls":["found"],"TableNames":["found"]}"""
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(refuses ? 500 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The address of the server that is asked for items. */
  String url(String client) {
    return switch (server(client)) {
      case "grpc" -> rpc.url();
      case "kafka" -> kafka().url();
      case "elasticsearch" -> search.url();
      case "redis" -> "redis://localhost:" + redis().port() + "/0";
      case "mongo" -> mongo.getConnectionString();
      case "none" -> "";
      default -> "http://localhost:" + server.getAddress().getPort() + "/items?id=1";
    };
  }

  /** The kind of server that a client needs, as its library's descriptor says. */
  private String server(String client) {
    return client.contains("grpc")
        ? "grpc"
        : servers.getOrDefault(ClientCall.library(client), "http");
  }

  /** By the library of a client, such as {@code okhttp}. */
  private static Map<String, String> readServers() throws IOException {
    Map<String, String> servers = new HashMap<>();
    for (ClientLibrary library : ClientLibraries.read(Layer.ROOT).values()) {
      for (TestedVersion version : library.versions()) {
        for (String call : version.calls()) {
          servers.put(ClientCall.library(call), library.server());
        }
      }
    }
    return servers;
  }

  /** Started for who sends to it, as it takes seconds. */
  private KafkaBroker kafka() {
    if (kafka == null) {
      kafka = KafkaBroker.start();
    }
    return kafka;
  }

  /** Started for who calls it, as not each machine has it. */
  private DatabaseServer redis() {
    if (redis == null) {
      redis = DatabaseServer.redis();
    }
    return redis;
  }

  ClientCall bare(String client, String url) {
    return call(bare, client, url);
  }

  ClientCall wrapped(String client, String url) {
    return call(wrapper, client, url);
  }

  ClientCall underAgent(String client, String url) {
    return call(agent(), client, url);
  }

  /**
   * The same when all spans are there: one that ends after the result is known leaves an invocation
   * late.
   *
   * @param spans how many, with the invocation's
   */
  ClientCall underAgent(String client, String url, int spans) {
    LambdaEnvironment lambda = agent();
    ClientCall call = call(lambda, client, url);
    ByteString trace = call.invocation().getTraceId();
    List<Span> all = ofTrace(lambda, trace);
    for (int i = 0; i < 100 && all.size() < spans; i++) {
      call(lambda, "task.none", "");
      all = ofTrace(lambda, trace);
    }
    return new ClientCall(call.response(), call.traceParent(), all);
  }

  private static List<Span> ofTrace(LambdaEnvironment lambda, ByteString trace) {
    return lambda.telemetry().spans().stream()
        .filter(span -> span.getTraceId().equals(trace))
        .toList();
  }

  /** Started for who compares with it, as it takes seconds. */
  private LambdaEnvironment agent() {
    if (agent == null) {
      agent =
          untouched == null
              ? function(Layer.JAVAAGENT).build()
              : configure(untouched.function(function, HANDLER)).build();
    }
    return agent;
  }

  ClientCall call(LambdaEnvironment lambda, String client, String url) {
    traceParents.clear();
    return ClientCall.make(lambda, client, url, () -> traceParent(client));
  }

  /** The broker is asked for those who send to it only, as it is waited for. */
  private String traceParent(String client) {
    if (server(client).equals("kafka")) {
      traceParents.addAll(kafka().traceParents());
    }
    return String.valueOf(traceParents.poll());
  }

  /** {@link #compareRemote} where the server is told the span. */
  ClientCall compare(String client) {
    return switch (ClientCall.library(client)) {
      case "lettuce" -> compareRedis(client);
      case "jedis" -> compareJedis(client);
      case "kafkaConsumer", "mongoReactive" -> compareTree(client);
      default -> compareByServer(client);
    };
  }

  private ClientCall compareByServer(String client) {
    return switch (server(client)) {
      case "redis", "mongo", "none" -> compare(client, url(client));
      case "elasticsearch" -> compareTree(client);
      default -> compareRemote(client);
    };
  }

  /** Once there is a connection, which takes commands of its own. */
  ClientCall compareRedis(String client) {
    String name = client.equals("lettuce.error") ? "LPUSH" : "SET";
    connectToRedis(environments());
    ClientCall traced = redis(wrapper, client, name);
    compare(traced, bare(client, url(client)));
    if (comparesWithAgent) {
      compareSpans(traced, redis(agent(), client, name));
    }
    return traced;
  }

  /** Once there is a connection, as what it says first are spans, too. */
  ClientCall compareJedis(String client) {
    String url = url(client);
    for (LambdaEnvironment lambda : environments()) {
      call(lambda, client, url);
    }
    return compare(client, url);
  }

  private List<LambdaEnvironment> environments() {
    return comparesWithAgent ? List.of(bare, wrapper, agent()) : List.of(bare, wrapper);
  }

  void connectToRedis() {
    connectToRedis(List.of(wrapper));
  }

  private void connectToRedis(List<LambdaEnvironment> lambdas) {
    for (LambdaEnvironment lambda : lambdas) {
      if (lambda == bare) {
        bare("lettuce.connect", url("lettuce.connect"));
      } else {
        redis(lambda, "lettuce.connect", "EXISTS");
      }
    }
  }

  /** Lettuce may end a span just after its result is there, so it may come an invocation late. */
  private ClientCall redis(LambdaEnvironment lambda, String client, String name) {
    ClientCall call = call(lambda, client, url(client));
    List<Span> commands = new ArrayList<>();
    List<Span> spans = call.spans();
    for (int i = 0; i < 100 && commands.isEmpty(); i++) {
      spans.stream().filter(span -> span.getName().equals(name)).forEach(commands::add);
      spans = call(lambda, "lettuce.none", url(client)).spans();
    }
    assertThat(commands).as(lambda.output().toString()).hasSize(1);
    return new ClientCall(
        call.response(), call.traceParent(), List.of(call.invocation(), commands.get(0)));
  }

  /** The same response as without, and the same spans as the agent's, below each other. */
  ClientCall compareTree(String client) {
    String url = url(client);
    ClientCall traced = wrapped(client, url);
    assertThat(traced.response()).isEqualTo(bare(client, url).response()).contains("found");
    assertThat(traced.spans()).as(wrapper.output().toString()).hasSizeGreaterThan(1);
    assertThat(traced.tree())
        .allSatisfy(span -> assertThat(span).startsWith(ClientCall.INVOCATION));
    assertThat(UserCodeIT.diagnostics(wrapper)).isEmpty();
    if (comparesWithAgent) {
      assertThat(traced.tree()).isEqualTo(underAgent(client, url, traced.spans().size()).tree());
    }
    return traced;
  }

  /** The same response as without, and the same span as the agent's. */
  ClientCall compare(String client, String url) {
    return compare(client, url, wrapped(client, url), bare(client, url));
  }

  private ClientCall compare(String client, String url, ClientCall traced, ClientCall bare) {
    compare(traced, bare);
    if (comparesWithAgent) {
      compareSpans(traced, underAgent(client, url, 2));
    }
    return traced;
  }

  private void compare(ClientCall traced, ClientCall bare) {
    assertThat(traced.response()).isEqualTo(bare.response());
    assertThat(traced.spans()).as(wrapper.output().toString()).hasSize(2);
    assertThat(traced.span().getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
    assertThat(UserCodeIT.diagnostics(wrapper)).isEmpty();
  }

  private static void compareSpans(ClientCall traced, ClientCall agents) {
    assertThat(traced.describeSpan()).isEqualTo(agents.describeSpan());
  }

  /**
   * Compares a call that finds something, and whose server is told the span. With {@code
   * -Dtests.all=true} also a second one, by a client that is used again.
   */
  ClientCall compareRemote(String client) {
    String url = url(client);
    ClientCall bare = bare(client, url);
    assertThat(bare.response()).containsIgnoringCase("found");
    assertThat(bare.traceParent()).isEqualTo("null");
    ClientCall traced = wrapped(client, url);
    assertThat(traced.spans()).as(wrapper.output().toString()).hasSize(2);
    Span span = traced.span();
    assertThat(traced.traceParent())
        .contains(hex(span.getTraceId().toByteArray()), hex(span.getSpanId().toByteArray()));
    ClientCall compared = compare(client, url, traced, bare);
    return Thoroughness.ALL ? compare(client, url) : compared;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    bare.close();
    wrapper.close();
    if (agent != null) {
      agent.close();
    }
    server.stop(0);
    rpc.close();
    search.close();
    mongo.shutdownNow();
    if (kafka != null) {
      kafka.close();
    }
    if (redis != null) {
      redis.close();
    }
  }
}
