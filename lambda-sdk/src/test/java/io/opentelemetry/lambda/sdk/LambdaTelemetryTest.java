package io.opentelemetry.lambda.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LambdaTelemetryTest {

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    GlobalOpenTelemetry.resetForTest();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
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
