package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.libraries.ClientLibraries;
import io.opentelemetry.lambda.libraries.ClientLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent's documented switches of libraries mean under the wrapper layer what they mean under
 * the agent. Those that go together are set in one environment.
 */
class LibrarySwitchesIT {

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  private static final String[] OF_HTTP = {
    "http.request.header.x-tenant",
    "acme",
    "http.response.header.x-answer",
    "42",
    "http.response.body.size",
    "http.request.method_original",
    "id=REDACTED",
    "peer.service",
    "shop"
  };

  @Test
  void whatAddsToSpans() throws Exception {
    Map<String, String> variables =
        switches(
            "HTTP_CLIENT_CAPTURE_REQUEST_HEADERS=x-tenant",
            "HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS=x-answer",
            "HTTP_KNOWN_METHODS=PUT",
            "HTTP_CLIENT_EMIT_EXPERIMENTAL_TELEMETRY=true",
            "SANITIZATION_URL_EXPERIMENTAL_SENSITIVE_QUERY_PARAMETERS=id",
            "COMMON_PEER_SERVICE_MAPPING=localhost=shop",
            "COMMON_DB_QUERY_SANITIZATION_ENABLED=false",
            "LETTUCE_EXPERIMENTAL_COMMAND_ENCODING_EVENTS_ENABLED=true",
            "MESSAGING_EXPERIMENTAL_HEADERS_INCLUDED=own,x-tenant",
            "MESSAGING_EXPERIMENTAL_RECEIVE_TELEMETRY_ENABLED=true",
            "GRPC_EMIT_MESSAGE_EVENTS=false",
            "GRPC_EXPERIMENTAL_SPAN_ATTRIBUTES=true",
            "GRPC_CLIENT_REQUEST_METADATA_INCLUDED=x-tenant",
            "AWS_SDK_EXPERIMENTAL_USE_PROPAGATOR_FOR_MESSAGING=true",
            "AWS_SDK_EXPERIMENTAL_SPAN_ATTRIBUTES=true",
            "AWS_SDK_EXPERIMENTAL_RECORD_INDIVIDUAL_HTTP_ERROR=true");
    try (ClientLayers layers = ClientLayers.start(ClientFunction.ZIP, JDK, variables)) {
      for (String client :
          List.of(
              "apache4.default",
              "apache4Async.default",
              "apache5.default",
              "apache5.async",
              "httpUrlConnection.get",
              "jdk.sync",
              "ktor.cio",
              "okhttp.sync",
              "spring.rest",
              "spring.web")) {
        compare(layers, client, OF_HTTP);
      }
      compare(layers, "jdbc.driver", "secret");
      compare(layers, "r2dbc.statement", "secret");
      compare(layers, "mongo.find", "secret");
      compare(layers, "lettuce.sync", "redis.encode.end");
      compare(layers, "kafka.read-only", "messaging.header.own");
      assertThat(layers.compareTree("kafkaConsumer.records").tree().toString())
          .contains("orders receive > {");
      compare(layers, "grpc.blocking", "acme", "grpc.sent.message_count");
      assertThat(layers.wrapped("sqs.send", layers.url("sqs.send")).traceParent())
          .isNotEqualTo("null");
      compare(layers, "sqs.send", "messaging.header.x_tenant", "aws.agent");
      compare(layers, "sqs.retry", "HTTP request failure");
    }
  }

  /** The second values, and what the first would hide. */
  @Test
  @EnabledIfSystemProperty(named = "tests.all", matches = "true")
  void whatLeavesOutOfSpans() throws Exception {
    Map<String, String> variables =
        switches("JDBC_QUERY_SANITIZATION_ENABLED=false", "R2DBC_QUERY_SANITIZATION_ENABLED=false");
    variables.put("OTEL_SEMCONV_STABILITY_OPT_IN", "database");
    try (ClientLayers layers = ClientLayers.start(ClientFunction.ZIP, JDK, variables)) {
      compare(layers, "jdbc.driver", "db.query.text", "secret");
      compare(layers, "r2dbc.statement", "db.query.text", "secret");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @EnabledIfSystemProperty(named = "tests.all", matches = "true")
  void eachLibrary_isSwitchedByItsName(boolean on) throws Exception {
    Map<String, ClientLibrary> libraries = ClientLibraries.read(Layer.ROOT);
    Map<String, String> variables = switches("COMMON_DEFAULT_ENABLED=" + !on);
    Set<String> names = new TreeSet<>(List.of("netty", "reactor-netty", "opentelemetry-api"));
    libraries.values().forEach(library -> names.add(library.switchName()));
    for (String name : names) {
      String variable = name.toUpperCase(Locale.ROOT).replace('-', '_');
      variables.put(
          "OTEL_INSTRUMENTATION_" + variable + "_ENABLED",
          Boolean.toString(on || name.equals("opentelemetry-api")));
    }
    try (ClientLayers layers = ClientLayers.start(ClientFunction.ZIP, JDK, variables)) {
      for (String client :
          List.of("okhttp.sync", "jdk.sync", "apache5.default", "spring.template")) {
        String url = layers.url(client);
        assertThat(layers.wrapped(client, url).spans()).as(client).hasSize(on ? 2 : 1);
        assertThat(layers.underAgent(client, url).spans()).as(client).hasSize(on ? 2 : 1);
      }
    }
  }

  private static Map<String, String> switches(String... settings) {
    Map<String, String> variables = new TreeMap<>();
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      variables.put("OTEL_INSTRUMENTATION_" + parts[0], parts[1]);
    }
    return variables;
  }

  /**
   * @param parts of the span that it has by the switches alone
   */
  private static void compare(ClientLayers layers, String client, String... parts) {
    ClientCall traced =
        client.startsWith("lettuce")
            ? layers.compareRedis(client)
            : layers.compare(client, layers.url(client));
    assertThat(traced.describeSpan().toString()).as(client).contains(parts);
  }
}
