package functions;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.DefaultClientResources;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.awssdk.v2_2.AwsSdkTelemetry;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.instrumentation.kafkaclients.v2_6.KafkaTelemetry;
import io.opentelemetry.instrumentation.lettuce.v5_1.LettuceTelemetry;
import io.opentelemetry.instrumentation.mongo.v3_1.MongoTelemetry;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import io.opentelemetry.instrumentation.spring.web.v3_1.SpringWebTelemetry;
import io.opentelemetry.instrumentation.spring.webflux.v5_3.SpringWebfluxClientTelemetry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import javax.sql.DataSource;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients that the function instruments itself, with OpenTelemetry's libraries. */
final class InstrumentedCalls implements Client {

  private final OpenTelemetry openTelemetry = GlobalOpenTelemetry.get();
  private StatefulRedisConnection<String, String> redis;

  @Override
  public String call(String way, String url) throws Exception {
    return switch (way) {
      case "okhttp" -> okHttp(url);
      case "apache4" -> apache4(url);
      case "apache5" -> apache5(url);
      case "jdk" -> jdk(url);
      case "grpc" -> grpc(url);
      case "jdbc" -> jdbc();
      case "kafka" -> kafka(url);
      case "mongo" -> mongo(url);
      case "lettuce" -> lettuce(url);
      case "template" -> template(url);
      case "web" -> web(url);
      case "sqs" -> sqs(url);
      default -> throw new IllegalArgumentException(way);
    };
  }

  private String okHttp(String url) throws Exception {
    Call.Factory factory =
        OkHttpTelemetry.create(openTelemetry).createCallFactory(new OkHttpClient.Builder().build());
    return OkhttpCalls.text(factory.newCall(new Request.Builder().url(url).build()).execute());
  }

  private String apache4(String url) throws Exception {
    return io.opentelemetry.instrumentation.apachehttpclient.v4_3.ApacheHttpClientTelemetry.create(
            openTelemetry)
        .createHttpClient()
        .execute(
            new org.apache.http.client.methods.HttpGet(url),
            response -> org.apache.http.util.EntityUtils.toString(response.getEntity()));
  }

  private String apache5(String url) throws Exception {
    return io.opentelemetry.instrumentation.apachehttpclient.v5_2.ApacheHttpClientTelemetry.create(
            openTelemetry)
        .newHttpClient()
        .execute(
            new HttpGet(url),
            response ->
                org.apache.hc.core5.http.io.entity.EntityUtils.toString(response.getEntity()));
  }

  private String jdk(String url) throws Exception {
    HttpClient client =
        JavaHttpClientTelemetry.create(openTelemetry).newHttpClient(HttpClient.newHttpClient());
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private String grpc(String url) {
    return io.grpc.stub.ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            GrpcCalls.channel(url), GrpcTelemetry.create(openTelemetry).createClientInterceptor()),
        GrpcCalls.method("Find"),
        CallOptions.DEFAULT,
        "1");
  }

  private String jdbc() throws Exception {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:orders");
    DataSource source =
        JdbcTelemetry.builder(openTelemetry)
            .setDataSourceInstrumenterEnabled(false)
            .build()
            .wrap(h2);
    return JdbcCalls.select(source.getConnection());
  }

  private String kafka(String url) throws Exception {
    try (Producer<String, String> producer =
        KafkaTelemetry.create(openTelemetry)
            .wrap(
                new KafkaProducer<>(
                    Map.of("bootstrap.servers", url),
                    new StringSerializer(),
                    new StringSerializer()))) {
      return producer.send(new ProducerRecord<>("orders", "key", "order")).get().topic();
    }
  }

  private String mongo(String url) {
    MongoClientSettings settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(url))
            .addCommandListener(MongoTelemetry.create(openTelemetry).createCommandListener())
            .build();
    try (MongoClient client = MongoClients.create(settings)) {
      return client.getDatabase("orders").runCommand(new Document("count", "items")).toString();
    }
  }

  private String lettuce(String url) {
    if (redis == null) {
      RedisClient client =
          RedisClient.create(
              DefaultClientResources.builder()
                  .tracing(LettuceTelemetry.create(openTelemetry).newTracing())
                  .build(),
              url);
      client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
      redis = client.connect();
    }
    return redis.sync().set("key", "found");
  }

  /** By the AWS SDK 2. */
  private String sqs(String url) {
    try (SqsClient sqs =
        SqsCalls.builder(URI.create(url).resolve("/"))
            .overrideConfiguration(
                configuration ->
                    configuration.addExecutionInterceptor(
                        AwsSdkTelemetry.create(openTelemetry).createExecutionInterceptor()))
            .build()) {
      return sqs.listQueues().queueUrls().toString();
    }
  }

  private String template(String url) {
    RestTemplate template = new RestTemplate(new SimpleClientHttpRequestFactory());
    template.getInterceptors().add(SpringWebTelemetry.create(openTelemetry).createInterceptor());
    return template.getForObject(url, String.class);
  }

  private String web(String url) {
    WebClient client =
        WebClient.builder()
            .filters(SpringWebfluxClientTelemetry.create(openTelemetry)::addFilter)
            .build();
    return client.get().uri(url).retrieve().bodyToMono(String.class).block();
  }
}
