package io.opentelemetry.lambda.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaTelemetryTest {

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    GlobalOpenTelemetry.resetForTest();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bytes.addAndGet(exchange.getRequestBody().readAllBytes().length);
          paths.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    // there is one pipeline for all
    Pipeline.instance().shutdown(0, TimeUnit.SECONDS);
    server.stop(0);
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void flush_sendsSpansOverHttp() {
    LambdaTelemetry telemetry = telemetry(Map.of());
    report(telemetry.openTelemetry());
    telemetry.flush(10, TimeUnit.SECONDS);
    assertThat(paths).containsExactly("/v1/traces");
  }

  @Test
  void flush_sendsMetricsAndLogs_whereTheUserWantsThem() {
    LambdaTelemetry telemetry =
        telemetry(Map.of("otel.metrics.exporter", "otlp", "otel.logs.exporter", "otlp"));
    report(telemetry.openTelemetry());
    telemetry.flush(10, TimeUnit.SECONDS);
    assertThat(paths).containsExactlyInAnyOrder("/v1/traces", "/v1/metrics", "/v1/logs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "0", "9223372036854775807", "soon"})
  void flush_withATimeoutOutOfRange_sendsAllTheSame(String timeout) {
    LambdaTelemetry telemetry = telemetry(Map.of("otel.exporter.otlp.timeout", timeout));
    report(telemetry.openTelemetry());
    assertThat(telemetry.flush(10, TimeUnit.SECONDS)).isTrue();
    assertThat(paths).containsExactly("/v1/traces");
  }

  @Test
  void flush_tenThousandSpans_allArrive() {
    LambdaTelemetry telemetry = telemetry(Map.of());
    for (int i = 0; i < 10_000; i++) {
      telemetry.openTelemetry().getTracer("test").spanBuilder("span").startSpan().end();
    }
    assertThat(telemetry.flush(30, TimeUnit.SECONDS)).isTrue();
    // batches that wait are merged
    assertThat(paths).hasSizeLessThanOrEqualTo(20).containsOnly("/v1/traces");
  }

  @Test
  void flush_aSpanOfFiveMegabytes_arrives() {
    LambdaTelemetry telemetry = telemetry(Map.of());
    telemetry
        .openTelemetry()
        .getTracer("test")
        .spanBuilder("span")
        .setAttribute("text", "x".repeat(5_000_000))
        .startSpan()
        .end();
    assertThat(telemetry.flush(30, TimeUnit.SECONDS)).isTrue();
    assertThat(bytes).hasValueGreaterThan(5_000_000);
  }

  @Test
  void flush_withoutATimeout_beginsOnly() {
    LambdaTelemetry telemetry = telemetry(Map.of());
    report(telemetry.openTelemetry());
    telemetry.flush(0, TimeUnit.SECONDS);
    await().untilAsserted(() -> assertThat(paths).containsExactly("/v1/traces"));
  }

  @Test
  void flush_metricsThatCameWhileOthersWereSent_leave() {
    LambdaTelemetry telemetry = telemetry(Map.of("otel.metrics.exporter", "otlp"));
    LongCounter counter =
        telemetry.openTelemetry().getMeter("test").counterBuilder("counter").build();
    status = 503;
    counter.add(1);
    assertThat(telemetry.flush(10, TimeUnit.SECONDS)).isFalse();
    counter.add(1);
    assertThat(telemetry.flush(10, TimeUnit.SECONDS)).isFalse();
    status = 200;
    paths.clear();
    await().atMost(Duration.ofSeconds(30)).until(() -> telemetry.flush(10, TimeUnit.SECONDS));
    assertThat(paths).hasSizeGreaterThan(1).containsOnly("/v1/metrics");
  }

  @Test
  void shutdown_exportsWhatIsOpen_andNothingAfterwards() {
    LambdaTelemetry telemetry = telemetry(Map.of());
    Span open = telemetry.openTelemetry().getTracer("test").spanBuilder("span").startSpan();
    Pipeline.instance().shutdown(10, TimeUnit.SECONDS);
    assertThat(paths).containsExactly("/v1/traces");
    open.end();
    telemetry.flush(10, TimeUnit.SECONDS);
    assertThat(paths).containsExactly("/v1/traces");
  }

  @Test
  void prime_sendsNothing_andKeepsWhatIsHeld() {
    LambdaTelemetry telemetry = telemetry(Map.of());
    report(telemetry.openTelemetry());
    telemetry.prime();
    assertThat(paths).isEmpty();
    assertThat(telemetry.flush(10, TimeUnit.SECONDS)).isTrue();
    assertThat(paths).containsExactly("/v1/traces");
  }

  @Test
  void beforeCheckpoint_exportsWhatIsHeld_andNothingElse() {
    LambdaTelemetry telemetry = telemetry(Map.of());
    report(telemetry.openTelemetry());
    telemetry.beforeCheckpoint(10, TimeUnit.SECONDS);
    assertThat(paths).containsExactly("/v1/traces");
    telemetry.afterRestore();
    report(telemetry.openTelemetry());
    assertThat(telemetry.flush(10, TimeUnit.SECONDS)).isTrue();
    assertThat(paths).containsExactly("/v1/traces", "/v1/traces");
  }

  @Test
  void processorsOfTheSdks_areReplaced() {
    LambdaTelemetry telemetry = telemetry(Map.of("otel.logs.exporter", "otlp"));
    assertThat(telemetry.openTelemetry().toString())
        .contains("BufferedSpanProcessor", "BufferedLogRecordProcessor")
        .doesNotContain("BatchSpanProcessor", "BatchLogRecordProcessor");
  }

  @Test
  void grpc_isReplaced() {
    LambdaTelemetry telemetry = telemetry(Map.of("otel.exporter.otlp.protocol", "grpc"));
    report(telemetry.openTelemetry());
    telemetry.flush(10, TimeUnit.SECONDS);
    assertThat(paths).containsExactly("/v1/traces");
  }

  @Test
  void propagators_defaultToW3cAndXray() {
    assertThat(telemetry(Map.of()).openTelemetry().getPropagators().getTextMapPropagator().fields())
        .containsExactlyInAnyOrder("traceparent", "tracestate", "baggage", "X-Amzn-Trace-Id");
  }

  @Test
  void openTelemetry_isTheGlobalOne() {
    OpenTelemetry openTelemetry = telemetry(Map.of()).openTelemetry();
    assertThat(GlobalOpenTelemetry.get().getTracerProvider())
        .isSameAs(openTelemetry.getTracerProvider());
  }

  private LambdaTelemetry telemetry(Map<String, String> properties) {
    System.setProperty(
        "otel.exporter.otlp.endpoint", "http://localhost:" + server.getAddress().getPort());
    properties.forEach(System::setProperty);
    try {
      return new LambdaTelemetry();
    } finally {
      System.clearProperty("otel.exporter.otlp.endpoint");
      properties.keySet().forEach(System::clearProperty);
    }
  }

  private static void report(OpenTelemetry openTelemetry) {
    openTelemetry.getTracer("test").spanBuilder("span").startSpan().end();
    openTelemetry.getMeter("test").counterBuilder("counter").build().add(1);
    openTelemetry.getLogsBridge().get("test").logRecordBuilder().setBody("log").emit();
  }
}
