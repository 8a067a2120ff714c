package io.opentelemetry.lambda.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.lambda.sdk.internal.direct.DirectSettings;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a direct set-up means what it means for the SDK's autoconfiguration. */
class DirectSdkTest {

  /** Its trace's id is one that a sampler of any ratio takes. */
  private static final Context PARENT =
      Context.root()
          .with(
              Span.wrap(
                  SpanContext.createFromRemoteParent(
                      "0af7651916cd43dd0000000000000001",
                      "b7ad6b7169203331",
                      TraceFlags.getSampled(),
                      TraceState.getDefault())));

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(describe(exchange));
          exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.remove(0), -1);
          exchange.close();
        });
    server.start();
    GlobalOpenTelemetry.resetForTest();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    GlobalOpenTelemetry.resetForTest();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OTEL_SERVICE_NAME                  | orders, and more
          OTEL_RESOURCE_ATTRIBUTES           | team=a, service.name=b ,faas.name=c
          OTEL_PROPAGATORS                   | baggage, tracecontext
          OTEL_PROPAGATORS                   | xray,xray-lambda,xray
          OTEL_TRACES_EXPORTER               | otlp
          OTEL_METRICS_EXPORTER              | none
          OTEL_LOGS_EXPORTER                 | none
          OTEL_TRACES_SAMPLER                | always_on
          OTEL_TRACES_SAMPLER                | always_off
          OTEL_TRACES_SAMPLER                | traceidratio
          OTEL_TRACES_SAMPLER                | parentbased_always_on
          OTEL_TRACES_SAMPLER                | parentbased_always_off
          OTEL_TRACES_SAMPLER                | parentbased_traceidratio
          OTEL_TRACES_SAMPLER_ARG            | 0.25
          OTEL_EXPORTER_OTLP_ENDPOINT        | HOST
          OTEL_EXPORTER_OTLP_ENDPOINT        | HOST/
          OTEL_EXPORTER_OTLP_ENDPOINT        | HOST/a/b
          OTEL_EXPORTER_OTLP_ENDPOINT        | HOST/a/b/
          OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | HOST
          OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | HOST/other
          OTEL_EXPORTER_OTLP_HEADERS         | x-key=a==, x-other=b
          OTEL_EXPORTER_OTLP_TIMEOUT         | 9000
          OTEL_EXPORTER_OTLP_COMPRESSION     | gzip
          OTEL_EXPORTER_OTLP_COMPRESSION     | none
          OTEL_EXPORTER_OTLP_PROTOCOL        | http/protobuf
          OTEL_BSP_SCHEDULE_DELAY            | 100
          OTEL_INSTRUMENTATION_X_ENABLED     | false
          OTEL_LAMBDA_X                      | y
          """)
  void sameAsAutoconfiguration(String variable, String value) {
    Map<String, String> variables = new HashMap<>();
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", host());
    if (variable.equals("OTEL_TRACES_SAMPLER_ARG")) {
      variables.put("OTEL_TRACES_SAMPLER", "traceidratio");
    }
    variables.put(variable, value.replace("HOST", host()));
    String direct = describe(direct(variables));
    GlobalOpenTelemetry.resetForTest();
    assertThat(direct).isEqualTo(describe(autoconfigured(variables)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OTEL_RESOURCE_ATTRIBUTES=team=a%20b",
        "OTEL_RESOURCE_ATTRIBUTES=team",
        "OTEL_PROPAGATORS=b3",
        "OTEL_PROPAGATORS=none",
        "OTEL_TRACES_EXPORTER=none",
        "OTEL_TRACES_EXPORTER=zipkin",
        "OTEL_METRICS_EXPORTER=otlp",
        "OTEL_LOGS_EXPORTER=otlp",
        "OTEL_TRACES_SAMPLER=jaeger_remote",
        "OTEL_TRACES_SAMPLER_ARG=half",
        "OTEL_TRACES_SAMPLER_ARG=2",
        "OTEL_EXPORTER_OTLP_ENDPOINT=no url",
        "OTEL_EXPORTER_OTLP_ENDPOINT=localhost:4318",
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318?a=b",
        "OTEL_EXPORTER_OTLP_ENDPOINT=HTTP://localhost",
        "OTEL_EXPORTER_OTLP_HEADERS=a=b%20c",
        "OTEL_EXPORTER_OTLP_HEADERS=a=b+c",
        "OTEL_EXPORTER_OTLP_HEADERS=a=b,",
        "OTEL_EXPORTER_OTLP_TIMEOUT=10s",
        "OTEL_EXPORTER_OTLP_TIMEOUT=-5",
        "OTEL_EXPORTER_OTLP_TIMEOUT=9223372036854775807",
        "OTEL_EXPORTER_OTLP_COMPRESSION=zstd",
        "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
        "OTEL_EXPORTER_OTLP_CERTIFICATE=/a.pem",
        "OTEL_BSP_MAX_QUEUE_SIZE=10",
        "OTEL_SDK_DISABLED=true",
        "OTEL_ATTRIBUTE_COUNT_LIMIT=1",
        "OTEL_CONFIG_FILE=/a.yaml",
      })
  void whatElseIsSet_isLeftToAutoconfiguration(String variable) {
    String[] parts = variable.split("=", 2);
    DirectSettings settings = DirectSettings.read(Map.of(parts[0], parts[1]), new Properties());
    assertThat(settings == null ? null : DirectSdk.create(settings)).isNull();
  }

  @Test
  void systemProperty_isLeftToAutoconfiguration() {
    Properties properties = new Properties();
    properties.setProperty("otel.service.name", "orders");
    assertThat(DirectSettings.read(Map.of(), properties)).isNull();
  }

  @Test
  void refusalForTheTimeBeing_isSentAgain() {
    statuses.add(503);
    OpenTelemetry direct = direct(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", host()));
    direct.getTracer("test").spanBuilder("span").startSpan().end();
    assertThat(Pipeline.instance().flush(10, TimeUnit.SECONDS)).isTrue();
    assertThat(requests).hasSize(2);
  }

  @Test
  void emptyVariable_isAsUnset() {
    assertThat(direct(Map.of("OTEL_SERVICE_NAME", "", "OTEL_SDK_DISABLED", " ")).toString())
        .contains("unknown_service");
  }

  @Test
  void othersVariables_areNotLookedAt() {
    assertThat(DirectSettings.read(Map.of("PATH", "%", "MY_OTEL_X", "%"), new Properties()))
        .isNotNull();
  }

  private String host() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private static OpenTelemetry direct(Map<String, String> variables) {
    DirectSettings settings = DirectSettings.read(variables, new Properties());
    assertThat(settings).isNotNull();
    OpenTelemetry direct = DirectSdk.create(settings);
    assertThat(direct).isNotNull();
    return direct;
  }

  private static OpenTelemetry autoconfigured(Map<String, String> variables) {
    Map<String, String> properties = new HashMap<>();
    // of a library that the tests of configuration files have, and the layer does not
    properties.put(
        "otel.java.disabled.resource.providers",
        "io.opentelemetry.sdk.extension.incubator.resources.ServiceInstanceIdResourceProvider");
    variables.forEach(
        (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(SdkSettings::defaults)
        .addPropertiesSupplier(() -> properties)
        .disableShutdownHook()
        .setResultAsGlobal()
        .build()
        .getOpenTelemetrySdk();
  }

  /** The resource, the sampler, the propagators, and the request that an ended span makes. */
  private String describe(OpenTelemetry openTelemetry) {
    requests.clear();
    openTelemetry.getTracer("test").spanBuilder("span").setParent(PARENT).startSpan().end();
    assertThat(Pipeline.instance().flush(10, TimeUnit.SECONDS)).isTrue();
    String provider = openTelemetry.toString();
    return String.join(
        "\n",
        part(provider, "resource=Resource\\{.*?\\}\\}"),
        part(provider, "sampler=.*?, spanProcessor"),
        openTelemetry.getPropagators().getTextMapPropagator().fields().toString(),
        requests.toString());
  }

  private static String part(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group();
  }

  private static String describe(HttpExchange exchange) {
    List<String> parts = new ArrayList<>();
    parts.add(exchange.getRequestURI().toString());
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!name.equals("Content-length")) {
                parts.add(name + "=" + values);
              }
            });
    parts.sort(null);
    return parts.toString();
  }
}
