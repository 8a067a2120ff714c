package io.opentelemetry.lambda.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.fppt.jedismock.RedisServer;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.DefaultClientResources;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.apachehttpclient4.ApacheHttpClient4;
import io.opentelemetry.lambda.client.apachehttpclient5.ApacheHttpClient5;
import io.opentelemetry.lambda.client.grpc.Grpc;
import io.opentelemetry.lambda.client.javahttpclient.JavaHttpClient;
import io.opentelemetry.lambda.client.kafka.Kafka;
import io.opentelemetry.lambda.client.lettuce.Lettuce;
import io.opentelemetry.lambda.client.mongo.Mongo;
import io.opentelemetry.lambda.client.okhttp.OkHttp;
import io.opentelemetry.lambda.client.r2dbc.R2dbc;
import io.opentelemetry.lambda.client.spring.web.SpringRequests;
import io.opentelemetry.lambda.client.spring.webflux.SpringWebClient;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.execchain.ClientExecChain;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.reactivestreams.Publisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One for each library whose object is hooked when it is built. */
final class Probes {

  static final class OkHttpProbe implements Probe {

    @Override
    public String call(boolean hooked, String url) throws Exception {
      OkHttpClient.Builder builder = new OkHttpClient.Builder();
      if (hooked) {
        OkHttp.build(builder);
      }
      Request request = new Request.Builder().url(url).build();
      try (Response response = builder.build().newCall(request).execute()) {
        return response.body().string();
      }
    }
  }

  static final class JavaHttpClientProbe implements Probe {

    @Override
    public String call(boolean hooked, String url) throws Exception {
      HttpClient client = hooked ? JavaHttpClient.newHttpClient() : HttpClient.newHttpClient();
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  static final class ApacheHttpClient5Probe implements Probe {

    @Override
    public String call(boolean hooked, String url) throws Exception {
      HttpClientBuilder builder = HttpClientBuilder.create();
      if (hooked) {
        ApacheHttpClient5.build(builder);
      }
      return builder
          .build()
          .execute(
              new org.apache.hc.client5.http.classic.methods.HttpGet(url),
              response -> EntityUtils.toString(response.getEntity()));
    }
  }

  static final class ApacheHttpClient4Probe implements Probe {

    @Override
    public String call(boolean hooked, String url) throws Exception {
      return new Builder(hooked)
          .build()
          .execute(
              new HttpGet(url),
              response -> org.apache.http.util.EntityUtils.toString(response.getEntity()));
    }

    private static final class Builder extends org.apache.http.impl.client.HttpClientBuilder {

      private final boolean hooked;

      private Builder(boolean hooked) {
        this.hooked = hooked;
      }

      @Override
      protected ClientExecChain decorateProtocolExec(ClientExecChain chain) {
        return hooked ? ApacheHttpClient4.decorateProtocolExec(this, chain, chain) : chain;
      }
    }
  }

  static final class RestTemplateProbe implements Probe {

    @Override
    public String call(boolean hooked, String url) {
      SimpleClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory();
      ClientHttpRequestFactory requests =
          hooked
              ? (uri, method) ->
                  SpringRequests.createRequest(
                      factory, uri, method, factory.createRequest(uri, method))
              : factory;
      return new RestTemplate(requests).getForObject(url, String.class);
    }
  }

  static final class WebClientProbe implements Probe {

    @Override
    public String call(boolean hooked, String url) {
      WebClient.Builder builder =
          WebClient.builder()
              .clientConnector((method, uri, callback) -> Mono.empty())
              .exchangeFunction(
                  request -> Mono.just(ClientResponse.create(HttpStatus.OK).body("found").build()));
      if (hooked) {
        SpringWebClient.build(builder);
      }
      return builder.build().get().uri(url).retrieve().bodyToMono(String.class).block();
    }
  }

  static final class KafkaProbe implements Probe {

    @Override
    public String call(boolean hooked, String url) {
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("orders", new byte[0]);
      List<String> told = new ArrayList<>();
      Callback callback = (sent, error) -> told.add("found");
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", "localhost:1"),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        if (hooked) {
          Object send = Kafka.send(producer, record, callback);
          Kafka.end(send, null);
          assertThat(Kafka.argument(record, send).value()).isSameAs(record.value());
          callback = Kafka.argument(callback, send);
        }
        callback.onCompletion(null, null);
        return String.join(" ", told);
      }
    }
  }

  static final class MongoProbe implements Probe {

    @Override
    public String call(boolean hooked, String url) {
      MongoServer server = new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_5_0));
      MongoClientSettings.Builder settings =
          MongoClientSettings.builder()
              .applyConnectionString(new ConnectionString(server.bindAndGetConnectionString()));
      if (hooked) {
        Mongo.build(settings);
      }
      try (Scope scope = Invocation.context().makeCurrent();
          MongoClient client = MongoClients.create(settings.build())) {
        MongoDatabase orders = client.getDatabase("orders");
        orders.getCollection("items").insertOne(new Document("name", "found"));
        return orders.getCollection("items").find().first().getString("name");
      } finally {
        server.shutdownNow();
      }
    }
  }

  static final class LettuceProbe implements Probe {

    @Override
    public String call(boolean hooked, String url) throws Exception {
      RedisServer server = RedisServer.newRedisServer().start();
      DefaultClientResources.Builder builder = DefaultClientResources.builder();
      if (hooked) {
        Lettuce.build(builder);
      }
      DefaultClientResources resources = builder.build();
      try (RedisClient client =
          RedisClient.create(resources, "redis://localhost:" + server.getBindPort())) {
        RedisCommands<String, String> commands = client.connect().sync();
        commands.set("item", "found");
        return commands.get("item");
      } finally {
        resources.shutdown(0, 0, TimeUnit.SECONDS).get();
        server.stop();
      }
    }
  }

  static final class R2dbcProbe implements Probe {

    @Override
    public String call(boolean hooked, String url) {
      ConnectionFactoryOptions options = ConnectionFactoryOptions.parse("r2dbc:h2:mem:///probe");
      ConnectionFactory factory = hooked ? R2dbc.find(options) : ConnectionFactories.find(options);
      return Flux.usingWhen(
              connect(factory, hooked), connection -> select(connection, hooked), Connection::close)
          .blockLast();
    }

    @SuppressWarnings("unchecked") // a factory creates connections
    private static Publisher<Connection> connect(ConnectionFactory factory, boolean hooked) {
      return (Publisher<Connection>)
          (hooked ? R2dbc.create(factory, factory.create()) : factory.create());
    }

    @SuppressWarnings("unchecked") // a statement has results
    private static Publisher<String> select(Connection connection, boolean hooked) {
      String sql = "SELECT 'found'";
      Statement statement = connection.createStatement(sql);
      Publisher<? extends Result> results = statement.execute();
      if (hooked) {
        Statement seen = R2dbc.createStatement(connection, sql, statement);
        results = (Publisher<? extends Result>) R2dbc.execute(seen, results);
      }
      return Flux.from(results)
          .flatMap(result -> result.map((row, metadata) -> row.get(0, String.class)));
    }
  }

  static final class GrpcProbe implements Probe {

    private static final MethodDescriptor<String, String> FIND =
        MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("shop.Items/Find")
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();

    /** As builders of channels have them. */
    private final List<ClientInterceptor> interceptors = new ArrayList<>();

    @Override
    public String call(boolean hooked, String url) {
      if (hooked) {
        Grpc.build(this);
      }
      Channel channel = ClientInterceptors.intercept(new Finding(), interceptors);
      return ClientCalls.blockingUnaryCall(channel, FIND, CallOptions.DEFAULT, url);
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {

    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Answers each call at once. */
  private static final class Finding extends Channel {

    @Override
    public String authority() {
      return "localhost";
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      return new ClientCall<>() {
        private Listener<R> listener;

        @Override
        public void start(Listener<R> listener, Metadata headers) {
          this.listener = listener;
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(String message, Throwable cause) {}

        @Override
        public void sendMessage(Q message) {}

        @Override
        public void halfClose() {
          listener.onMessage(
              method.parseResponse(new ByteArrayInputStream("found".getBytes(UTF_8))));
          listener.onClose(Status.OK, new Metadata());
        }
      };
    }
  }

  private Probes() {}
}
