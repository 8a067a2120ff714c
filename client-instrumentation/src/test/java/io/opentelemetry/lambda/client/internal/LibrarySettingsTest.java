package io.opentelemetry.lambda.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.instrumentation.api.incubator.config.internal.CommonConfig;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DbConfig;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.instrumentation.spring.web.v3_1.SpringWebTelemetry;
import io.opentelemetry.instrumentation.spring.webflux.v5_3.SpringWebfluxClientTelemetry;
import io.opentelemetry.lambda.client.awssdk2.AwsSdkV2Interceptor;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The agent's documented switches, as the wrapper's libraries take them. */
class LibrarySettingsTest {

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> set = new CopyOnWriteArrayList<>();
  private OpenTelemetrySdk sdk;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    GlobalOpenTelemetry.resetForTest();
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .buildAndRegisterGlobal();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] answer = "{\"MessageId\":\"1\"}".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    set.forEach(System::clearProperty);
    server.stop(0);
    sdk.close();
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void openTelemetry_withoutSettings_isTheGlobalOne() {
    assertThat(LibrarySettings.openTelemetry()).isNotInstanceOf(ConfiguredOpenTelemetry.class);
  }

  @ParameterizedTest
  @CsvSource({
    "otel.instrumentation.lettuce.query-sanitization.enabled, lettuce",
    "otel.instrumentation.lettuce.statement-sanitizer.enabled, lettuce",
    "otel.instrumentation.r2dbc.query-sanitization.enabled, r2dbc",
    "otel.instrumentation.r2dbc.statement-sanitizer.enabled, r2dbc",
    "otel.instrumentation.jdbc.query-sanitization.enabled, jdbc",
    "otel.instrumentation.jdbc.statement-sanitizer.enabled, jdbc",
    "otel.instrumentation.mongo.query-sanitization.enabled, mongo",
    "otel.instrumentation.mongo.statement-sanitizer.enabled, mongo",
    "otel.instrumentation.common.db.query-sanitization.enabled, lettuce",
    "otel.instrumentation.common.db-statement-sanitizer.enabled, r2dbc",
  })
  void sanitizer_isOff(String property, String library) {
    assertThat(DbConfig.isQuerySanitizationEnabled(LibrarySettings.openTelemetry(), library))
        .isTrue();
    set(property, "false");
    assertThat(DbConfig.isQuerySanitizationEnabled(LibrarySettings.openTelemetry(), library))
        .isFalse();
  }

  @Test
  void httpClients_haveWhatTheAgentsHave() {
    set("otel.instrumentation.http.client.capture-request-headers", "x-a,x-b");
    set("otel.instrumentation.http.client.capture-response-headers", "x-c");
    set("otel.instrumentation.http.known-methods", "GET,PURGE");
    set("otel.instrumentation.http.client.emit-experimental-telemetry", "true");
    CommonConfig config = new CommonConfig(LibrarySettings.openTelemetry());
    assertThat(config.getClientRequestHeaders()).containsExactly("x-a", "x-b");
    assertThat(config.getClientResponseHeaders()).containsExactly("x-c");
    assertThat(config.getKnownHttpRequestMethods()).containsExactlyInAnyOrder("GET", "PURGE");
    assertThat(config.shouldEmitExperimentalHttpClientTelemetry()).isTrue();
  }

  @Test
  void configure_reachesTheBuilderOfEachHttpLibrary() {
    OpenTelemetry noop = OpenTelemetry.noop();
    for (Object builder :
        List.of(
            JavaHttpClientTelemetry.builder(noop),
            SpringWebTelemetry.builder(noop),
            SpringWebfluxClientTelemetry.builder(noop),
            io.opentelemetry.instrumentation.apachehttpclient.v4_3.ApacheHttpClientTelemetry
                .builder(noop),
            io.opentelemetry.instrumentation.apachehttpclient.v5_2.ApacheHttpClientTelemetry
                .builder(noop))) {
      assertThatCode(() -> LibrarySettings.configureField(builder)).doesNotThrowAnyException();
    }
  }

  @Test
  void header_isCaptured() throws Exception {
    set("otel.instrumentation.http.client.capture-request-headers", "x-tenant");
    HttpClient client =
        LibrarySettings.configure(JavaHttpClientTelemetry.builder(LibrarySettings.openTelemetry()))
            .build()
            .newHttpClient(HttpClient.newHttpClient());
    client.send(
        HttpRequest.newBuilder(URI.create(endpoint())).header("x-tenant", "a").build(),
        HttpResponse.BodyHandlers.discarding());
    assertThat(
            spans
                .getFinishedSpanItems()
                .get(0)
                .getAttributes()
                .get(AttributeKey.stringArrayKey("http.request.header.x-tenant")))
        .containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sqsMessage_carriesTheContext_ifItIsWanted(boolean wanted) {
    set(
        "otel.instrumentation.aws-sdk.experimental-use-propagator-for-messaging",
        Boolean.toString(wanted));
    try (SqsClient sqs =
        SqsClient.builder()
            .endpointOverride(URI.create(endpoint()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .checksumValidationEnabled(false)
            .overrideConfiguration(c -> c.addExecutionInterceptor(new AwsSdkV2Interceptor()))
            .build()) {
      sqs.sendMessage(m -> m.queueUrl(endpoint() + "/1/orders").messageBody("text"));
    }
    assertThat(bodies).hasSize(1);
    assertThat(bodies.get(0).contains("traceparent")).isEqualTo(wanted);
  }

  private void set(String property, String value) {
    System.setProperty(property, value);
    set.add(property);
  }

  private String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }
}
