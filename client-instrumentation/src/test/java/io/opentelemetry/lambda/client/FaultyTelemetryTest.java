package io.opentelemetry.lambda.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.fppt.jedismock.RedisServer;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.DefaultClientResources;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.apachehttpclient4.ApacheHttpAsyncClient4Probe;
import io.opentelemetry.lambda.client.apachehttpclient4.ApacheHttpClient4;
import io.opentelemetry.lambda.client.apachehttpclient5.ApacheHttpAsyncClient5Probe;
import io.opentelemetry.lambda.client.apachehttpclient5.ApacheHttpClient5;
import io.opentelemetry.lambda.client.grpc.Grpc;
import io.opentelemetry.lambda.client.javahttpclient.JavaHttpClient;
import io.opentelemetry.lambda.client.jdbc.Jdbc;
import io.opentelemetry.lambda.client.kafka.Kafka;
import io.opentelemetry.lambda.client.ktor.KtorProbe;
import io.opentelemetry.lambda.client.lettuce.Lettuce;
import io.opentelemetry.lambda.client.mongo.Mongo;
import io.opentelemetry.lambda.client.okhttp.OkHttp;
import io.opentelemetry.lambda.client.r2dbc.R2dbcProbe;
import io.opentelemetry.lambda.client.spring.web.SpringRequests;
import io.opentelemetry.lambda.client.spring.webflux.SpringWebClient;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.http.impl.execchain.ClientExecChain;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Instrumentation that fails, with errors of linking too, leaves each call as it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyTelemetryTest {

  private static final Faults FAULTS = new Faults();
  private static final MethodDescriptor<byte[], byte[]> FIND =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Items/Find")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private String url;

  @BeforeAll
  void start() throws IOException {
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(
        OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(FAULTS).build())
            .build());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    url = "http://localhost:" + server.getAddress().getPort() + "/";
  }

  @AfterAll
  void stop() {
    server.stop(0);
    GlobalOpenTelemetry.resetForTest();
  }

  @BeforeEach
  void reset() {
    FAULTS.seen.set(0);
    requests.set(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    byte[] body = "found".getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @ParameterizedTest
  @EnumSource
  void callIsMadeOnce_whateverFails(Client client) throws Exception {
    for (Fault fault : Fault.values()) {
      reset();
      FAULTS.fault = fault;
      assertThat(client.call(url)).as(fault.toString()).isEqualTo("found");
      assertThat(requests).as(fault.toString()).hasValue(1);
      assertThat(FAULTS.seen).as("the client is traced").hasPositiveValue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void callThatFails_failsWithItsOwnError(Client client) {
    for (Fault fault : Fault.values()) {
      FAULTS.fault = fault;
      assertThatThrownBy(() -> client.call("http://localhost:1/"))
          .as(fault.toString())
          .isInstanceOf(ConnectException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void asynchronousCall_isMadeOnce_whateverFails(Fault fault) throws Exception {
    for (Probe probe :
        List.of(
            new ApacheHttpAsyncClient4Probe(),
            new ApacheHttpAsyncClient5Probe(),
            new KtorProbe())) {
      reset();
      FAULTS.fault = fault;
      String name = probe.getClass().getName();
      assertThat(probe.call(/* hooked= */ true, url)).as(name).isEqualTo("found");
      assertThat(requests).as(name).hasValue(1);
      assertThat(FAULTS.seen).as("the client is traced").hasPositiveValue();
      assertThatThrownBy(() -> probe.call(/* hooked= */ true, "http://localhost:1/"))
          .as(name)
          .hasStackTraceContaining("ConnectException");
    }
  }

  @ParameterizedTest
  @EnumSource
  void exchange_happensOnce_whateverFails(Fault fault) {
    FAULTS.fault = fault;
    AtomicInteger exchanges = new AtomicInteger();
    WebClient.Builder builder =
        WebClient.builder()
            .clientConnector((method, uri, callback) -> Mono.empty())
            .exchangeFunction(
                request -> {
                  exchanges.incrementAndGet();
                  return request.url().getPath().equals("/none")
                      ? Mono.error(new IllegalStateException("none"))
                      : Mono.just(ClientResponse.create(HttpStatus.OK).body("found").build());
                });
    SpringWebClient.build(builder);
    WebClient client = builder.build();
    assertThat(client.get().uri("http://a/").retrieve().bodyToMono(String.class).block())
        .isEqualTo("found");
    assertThat(exchanges).hasValue(1);
    assertThat(FAULTS.seen).as("the client is traced").hasPositiveValue();
    assertThatThrownBy(
            () -> client.get().uri("http://a/none").retrieve().bodyToMono(String.class).block())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("none");
    assertThat(exchanges).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource
  void rpc_happensOnce_whateverFails(Fault fault) throws Exception {
    FAULTS.fault = fault;
    Server rpc =
        NettyServerBuilder.forPort(0)
            .addService(
                ServerServiceDefinition.builder("shop.Items")
                    .addMethod(FIND, ServerCalls.asyncUnaryCall(this::find))
                    .build())
            .build()
            .start();
    Interceptors interceptors = new Interceptors();
    Grpc.build(interceptors);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", rpc.getPort())
            .usePlaintext()
            .intercept(interceptors.interceptors)
            .build();
    try {
      assertThat(rpc(channel, "found")).isEqualTo("found".getBytes(UTF_8));
      assertThat(requests).hasValue(1);
      assertThat(FAULTS.seen).as("the channel is traced").hasPositiveValue();
      assertThatThrownBy(() -> rpc(channel, "none"))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessage("NOT_FOUND: none");
      assertThat(requests).hasValue(2);
    } finally {
      channel.shutdownNow();
      rpc.shutdownNow();
    }
  }

  private static byte[] rpc(Channel channel, String request) {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.MINUTES);
    return ClientCalls.blockingUnaryCall(channel, FIND, options, request.getBytes(UTF_8));
  }

  private void find(byte[] request, StreamObserver<byte[]> response) {
    requests.incrementAndGet();
    String text = new String(request, UTF_8);
    if (text.equals("none")) {
      response.onError(Status.NOT_FOUND.withDescription(text).asRuntimeException());
    } else {
      response.onNext(request);
      response.onCompleted();
    }
  }

  @ParameterizedTest
  @EnumSource
  void command_isMadeOnce_whateverFails(Fault fault) {
    FAULTS.fault = fault;
    MongoServer mongo = new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_5_0));
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(mongo.bindAndGetConnectionString()));
    Mongo.build(settings);
    try (Scope scope = Invocation.context().makeCurrent();
        MongoClient client = MongoClients.create(settings.build())) {
      MongoDatabase orders = client.getDatabase("orders");
      orders.getCollection("items").insertOne(new Document("name", "book"));
      assertThat(FAULTS.seen).as("the client is traced").hasPositiveValue();
      assertThat(orders.getCollection("items").countDocuments()).isEqualTo(1);
      assertThatThrownBy(() -> orders.runCommand(new Document("nothing", 1)))
          .isInstanceOf(MongoCommandException.class)
          .hasMessageContaining("no such command");
    } finally {
      mongo.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void command_isSentOnce_whateverFails(Fault fault) throws Exception {
    FAULTS.fault = fault;
    RedisServer redis = RedisServer.newRedisServer().start();
    DefaultClientResources.Builder builder = DefaultClientResources.builder();
    Lettuce.build(builder);
    DefaultClientResources resources = builder.build();
    try (RedisClient client =
        RedisClient.create(resources, "redis://localhost:" + redis.getBindPort())) {
      RedisCommands<String, String> commands = client.connect().sync();
      assertThat(commands.lpush("items", "found")).isEqualTo(1);
      assertThat(commands.lpush("items", "found")).isEqualTo(2);
      assertThat(FAULTS.seen).as("the client is traced").hasPositiveValue();
      assertThatThrownBy(() -> commands.incr("items"))
          .isInstanceOf(RedisCommandExecutionException.class)
          .hasMessageContaining("WRONGTYPE");
    } finally {
      resources.shutdown(0, 0, TimeUnit.SECONDS).get();
      redis.stop();
    }
  }

  @ParameterizedTest
  @EnumSource
  void record_isSentOnce_whateverFails(Fault fault) {
    FAULTS.fault = fault;
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("orders", new byte[0]);
    RecordMetadata answer = new RecordMetadata(new TopicPartition("orders", 0), 0, 0, 0, 0, 0);
    List<RecordMetadata> told = new ArrayList<>();
    Callback callback = (sent, error) -> told.add(sent);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", "localhost:1"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Object send = Kafka.send(producer, record, callback);
      assertThat(FAULTS.seen).as("the producer is traced").hasPositiveValue();
      assertThat(Kafka.argument(record, send)).isSameAs(record);
      Kafka.argument(callback, send).onCompletion(answer, null);
      Kafka.end(send, null);
      assertThat(told).containsExactly(answer);
      assertThat(Context.current()).isSameAs(Context.root());
    }
  }

  @ParameterizedTest
  @EnumSource
  void reactiveStatement_isExecutedOnce_whateverFails(Fault fault) throws Exception {
    FAULTS.fault = fault;
    assertThat(new R2dbcProbe().call(/* hooked= */ true, "")).isEqualTo("found");
    assertThat(FAULTS.seen).as("the statement is traced").hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void statement_isLeftAlone(Fault fault) throws SQLException {
    FAULTS.fault = fault;
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = connection.createStatement()) {
      Jdbc.connect(DriverManager.getDriver("jdbc:h2:mem:"), "jdbc:h2:mem:", null, connection);
      Jdbc.end(Jdbc.statement(statement, "SELECT 1"), null);
      assertThat(FAULTS.seen).as("the statement is traced").hasPositiveValue();
      assertThat(Context.current()).isSameAs(Context.root());
    }
  }

  @Test
  void whatIsNoStatement_isNoneOfOurs() {
    FAULTS.fault = Fault.NONE;
    Jdbc.end(Jdbc.statement("no statement", "SELECT 1"), null);
    Jdbc.end(Jdbc.preparedStatement("no statement"), null);
    Jdbc.end(Jdbc.batch("no statement"), null);
    assertThat(FAULTS.seen).hasValue(0);
  }

  private enum Fault {
    NONE,
    START,
    END
  }

  /** Each reads the whole response. */
  private enum Client {
    OKHTTP {
      @Override
      String call(String url) throws Exception {
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        OkHttp.build(builder);
        okhttp3.Request request = new okhttp3.Request.Builder().url(url).build();
        try (okhttp3.Response response = builder.build().newCall(request).execute()) {
          return response.body().string();
        }
      }
    },
    JDK {
      @Override
      String call(String url) throws Exception {
        return JavaHttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
      }
    },
    APACHE_5 {
      @Override
      String call(String url) throws Exception {
        HttpClientBuilder builder = HttpClientBuilder.create();
        ApacheHttpClient5.build(builder);
        return builder
            .build()
            .execute(
                new org.apache.hc.client5.http.classic.methods.HttpGet(url),
                response ->
                    org.apache.hc.core5.http.io.entity.EntityUtils.toString(response.getEntity()));
      }
    },
    APACHE_4 {
      @Override
      String call(String url) throws Exception {
        return new HookedBuilder()
            .build()
            .execute(
                new org.apache.http.client.methods.HttpGet(url),
                response -> org.apache.http.util.EntityUtils.toString(response.getEntity()));
      }
    },
    REST_TEMPLATE {
      @Override
      String call(String url) throws Exception {
        SimpleClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory();
        ClientHttpRequestFactory hooked =
            (uri, method) ->
                SpringRequests.createRequest(
                    factory, uri, method, factory.createRequest(uri, method));
        try {
          return new RestTemplate(hooked).getForObject(url, String.class);
        } catch (ResourceAccessException e) {
          throw (Exception) e.getCause();
        }
      }
    };

    abstract String call(String url) throws Exception;
  }

  /** As builders of channels have them. */
  private static final class Interceptors {

    private final List<ClientInterceptor> interceptors = new ArrayList<>();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class HookedBuilder extends org.apache.http.impl.client.HttpClientBuilder {

    @Override
    protected ClientExecChain decorateProtocolExec(ClientExecChain chain) {
      return ApacheHttpClient4.decorateProtocolExec(this, chain, super.decorateProtocolExec(chain));
    }
  }

  private static final class Faults implements SpanProcessor {

    private volatile Fault fault = Fault.NONE;
    private final AtomicInteger seen = new AtomicInteger();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      seen.incrementAndGet();
      if (fault == Fault.START) {
        throw new NoClassDefFoundError("at the start");
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (fault == Fault.END) {
        throw new NoSuchMethodError("at the end");
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
