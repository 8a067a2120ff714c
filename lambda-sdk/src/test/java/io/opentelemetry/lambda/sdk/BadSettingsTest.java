package io.opentelemetry.lambda.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a variable, a span arrives, and a line says what is used instead. */
class BadSettingsTest {

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          paths.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    Pipeline.instance().shutdown(0, TimeUnit.SECONDS);
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          OTEL_PROPAGATORS | tracecontext,b4 | unknown propagator "b4"; using tracecontext. Known: b3, b3multi, baggage, jaeger, none, ottrace, tracecontext, xray, xray-lambda
          OTEL_PROPAGATORS | b4,b5 | unknown propagator "b4", "b5"; using tracecontext,baggage,xray. Known
          OTEL_PROPAGATORS | none,b3 | "none" beside others; using b3
          OTEL_PROPAGATORS | ' , ' | -
          OTEL_PROPAGATORS | ' b3 , b3' | -
          OTEL_TRACES_EXPORTER | otlp,console | -
          OTEL_TRACES_EXPORTER | otlp,otlp | -
          OTEL_TRACES_EXPORTER | none,otlp | "none" beside others; using otlp
          OTEL_TRACES_EXPORTER | zipkin | unknown exporter of traces "zipkin"; using otlp. Known: console, none, otlp
          OTEL_TRACES_EXPORTER | otlp,zipkin | unknown exporter of traces "zipkin"; using otlp. Known: console, none, otlp
          OTEL_METRICS_EXPORTER | otlp,console | -
          OTEL_METRICS_EXPORTER | prometheus | unknown exporter of metrics "prometheus"; using none. Known: console, none, otlp
          OTEL_LOGS_EXPORTER | otlp,console | -
          OTEL_LOGS_EXPORTER | loki | unknown exporter of logs "loki"; using none. Known: console, none, otlp
          OTEL_TRACES_SAMPLER | xray | unknown sampler; using parentbased_always_on. Known: always_off, always_on,
          OTEL_TRACES_SAMPLER | jaeger_remote | unknown sampler; using parentbased_always_on. Known
          OTEL_TRACES_SAMPLER | parentbased_jaeger_remote | unknown sampler; using parentbased_always_on. Known
          OTEL_TRACES_SAMPLER | sometimes | unknown sampler; using parentbased_always_on. Known
          OTEL_TRACES_SAMPLER | ' always_on ' | -
          OTEL_TRACES_SAMPLER_ARG | half | not a number from 0 to 1; every trace is sampled
          OTEL_TRACES_SAMPLER_ARG | 1.5 | not a number from 0 to 1; every trace is sampled
          OTEL_TRACES_SAMPLER_ARG | -1 | not a number from 0 to 1; every trace is sampled
          OTEL_TRACES_SAMPLER_ARG | NaN | not a number from 0 to 1; every trace is sampled
          OTEL_EXPORTER_OTLP_PROTOCOL | http/json | unknown value; using http/protobuf. Known: grpc, http/protobuf
          OTEL_EXPORTER_OTLP_PROTOCOL | pigeon | unknown value; using http/protobuf. Known
          OTEL_EXPORTER_OTLP_TRACES_PROTOCOL | http/json | unknown value; using http/protobuf. Known
          OTEL_EXPORTER_OTLP_COMPRESSION | zstd | unknown compression; using none. Known: gzip, none
          OTEL_EXPORTER_OTLP_TRACES_COMPRESSION | br | unknown compression; using none. Known: gzip, none
          OTEL_EXPORTER_OTLP_TIMEOUT | soon | not a number of milliseconds above 0, nor one with ms, s, m, h; the default is used
          OTEL_EXPORTER_OTLP_TIMEOUT | 9223372036854775807 | more than an hour; the default is used
          OTEL_EXPORTER_OTLP_TIMEOUT | -5 | not a number of milliseconds above 0, nor
          OTEL_EXPORTER_OTLP_TIMEOUT | 5 weeks | not a number of milliseconds above 0, nor
          OTEL_EXPORTER_OTLP_TIMEOUT | 5s | -
          OTEL_EXPORTER_OTLP_TRACES_TIMEOUT | 0 | not a number of milliseconds above 0, nor
          OTEL_EXPORTER_OTLP_HEADERS | a=1,secret | SECRET no key=value in entry 2; using the other 1
          OTEL_EXPORTER_OTLP_HEADERS | a=100% | SECRET no percent-encoding in entry 1; it is taken as it stands
          OTEL_EXPORTER_OTLP_TRACES_HEADERS | =1 | SECRET no key=value in entry 1; using the other 0
          OTEL_EXPORTER_OTLP_CERTIFICATE | /missing.pem | no such file; the JDK's certificates are trusted
          OTEL_EXPORTER_OTLP_CERTIFICATE | / | Is a directory; the JDK's certificates are trusted
          OTEL_EXPORTER_OTLP_CERTIFICATE | pom.xml | LINE the JDK's certificates are trusted
          OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE | /missing.pem | no such file; the JDK's certificates are trusted
          OTEL_EXPORTER_OTLP_CLIENT_KEY | /missing.pem | no such file; no client certificate is shown
          OTEL_EXPORTER_OTLP_CLIENT_KEY | pom.xml | LINE no client certificate is shown
          OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE | /missing.pem | no such file; no client certificate is shown
          OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE | pom.xml | LINE no client certificate is shown
          OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE | sometimes | unknown value; using delta. Known: cumulative, delta, lowmemory
          OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE | CUMULATIVE | -
          OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION | bars | unknown value; using explicit_bucket_histogram. Known
          OTEL_METRICS_EXEMPLAR_FILTER | all | unknown value; using trace_based. Known
          OTEL_METRIC_EXPORT_INTERVAL | often | not a number of milliseconds above 0, nor
          OTEL_METRIC_EXPORT_INTERVAL | 0 | not a number of milliseconds above 0, nor
          OTEL_RESOURCE_ATTRIBUTES | team=a,nonsense | no key=value in entry 2; using the other 1
          OTEL_RESOURCE_ATTRIBUTES | team=100%,a=%2G | no percent-encoding in entry 1, 2; it is taken as it stands
          OTEL_BSP_MAX_QUEUE_SIZE | many | not a whole number of at least 1; the default is used
          OTEL_BSP_MAX_QUEUE_SIZE | 0 | not a whole number of at least 1; the default is used
          OTEL_BSP_MAX_QUEUE_SIZE | 99999999999 | not a whole number of at least 1; the default is used
          OTEL_BSP_MAX_EXPORT_BATCH_SIZE | 0 | not a whole number of at least 1; the default is used
          OTEL_BSP_EXPORT_TIMEOUT | -1 | not a number of milliseconds above 0, nor
          OTEL_BLRP_MAX_QUEUE_SIZE | -1 | not a whole number of at least 1; the default is used
          OTEL_BLRP_MAX_EXPORT_BATCH_SIZE | none | not a whole number of at least 1; the default is used
          OTEL_BLRP_EXPORT_TIMEOUT | 1x | not a number of milliseconds above 0, nor
          OTEL_ATTRIBUTE_COUNT_LIMIT | -1 | not a whole number of at least 0; the default is used
          OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT | long | not a whole number of at least 0; the default is used
          OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT | 0 | -
          OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT | 1.5 | not a whole number of at least 0; the default is used
          OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT | -1 | not a whole number of at least 0; the default is used
          OTEL_SPAN_EVENT_COUNT_LIMIT | -1 | not a whole number of at least 0; the default is used
          OTEL_SPAN_EVENT_COUNT_LIMIT | 0 | -
          OTEL_SPAN_LINK_COUNT_LIMIT | few | not a whole number of at least 0; the default is used
          OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT | -1 | not a whole number of at least 0; the default is used
          OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT | -1 | not a whole number of at least 0; the default is used
          OTEL_SDK_DISABLED | perhaps | neither true nor false; false is used
          OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED | 1 | neither true nor false; false is used
          OTEL_JAVA_METRICS_CARDINALITY_LIMIT | 0 | not a whole number of at least 1; the default is used
          """)
  void value(String variable, String value, String line) {
    Map<String, String> settings = new HashMap<>();
    if (variable.equals("OTEL_TRACES_SAMPLER_ARG")) {
      settings.put("otel.traces.sampler", "traceidratio");
    }
    settings.put("otel.exporter.otlp.endpoint", endpoint(server));
    settings.put(variable.toLowerCase(Locale.ROOT).replace('_', '.'), value);
    List<String> lines = report(settings);
    assertThat(paths).contains("/v1/traces");
    if (line == null) {
      assertThat(lines).isEmpty();
    } else if (line.startsWith("LINE ")) {
      assertThat(lines).hasSize(1);
      assertThat(lines.get(0))
          .startsWith("[otel] " + variable + "=" + value + ": ")
          .endsWith("; " + line.substring("LINE ".length()));
    } else {
      String shown = line.startsWith("SECRET ") ? "…" : value.trim();
      assertThat(lines).hasSize(1);
      assertThat(lines.get(0))
          .startsWith("[otel] " + variable + "=" + shown + ": " + line.replace("SECRET ", ""));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localhost:PORT               | /v1/traces | no scheme; using http://localhost:PORT
          127.0.0.1:PORT/otlp          | /otlp/v1/traces | LINE using http://127.0.0.1:PORT/otlp
          http://localhost:PORT?key=1  | /v1/traces | a query; using http://localhost:PORT
          http://localhost:PORT#top    | /v1/traces | a fragment; using http://localhost:PORT
          """)
  void endpoint_thatIsNearlyGood_isUsed(String value, String path, String line) {
    String port = Integer.toString(server.getAddress().getPort());
    String endpoint = value.replace("PORT", port);
    List<String> lines = report(new HashMap<>(Map.of("otel.exporter.otlp.endpoint", endpoint)));
    assertThat(paths).containsExactly(path);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .startsWith("[otel] OTEL_EXPORTER_OTLP_ENDPOINT=" + endpoint + ": ")
        .endsWith(line.replace("PORT", port).replace("LINE ", "; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no url                  | no url
          ftp://localhost         | ftp://localhost
          http://                 | http://
          http://localhost:99999  | http://localhost:99999
          http://a:b@local host   | http://…@local host
          """)
  void endpointOfASignal_thatIsNone_isThatOfAllSignals(String value, String shown) {
    List<String> lines =
        report(
            new HashMap<>(
                Map.of(
                    "otel.exporter.otlp.endpoint",
                    endpoint(server),
                    "otel.exporter.otlp.traces.endpoint",
                    value)));
    assertThat(paths).containsExactly("/v1/traces");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .startsWith("[otel] OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=" + shown + ": ")
        .endsWith("; using the one for all signals");
  }

  private static String endpoint(HttpServer server) {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Reports a span and returns what was printed about it. */
  private static List<String> report(Map<String, String> settings) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(SdkSettings::defaults)
              .addPropertiesCustomizer(config -> settings)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      sdk.getTracer("test").spanBuilder("span").startSpan().end();
      Pipeline.instance().flush(10, TimeUnit.SECONDS);
    } finally {
      System.setErr(before);
    }
    return printed.toString(UTF_8).lines().toList();
  }
}
