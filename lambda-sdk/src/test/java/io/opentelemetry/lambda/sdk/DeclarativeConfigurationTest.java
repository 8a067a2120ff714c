package io.opentelemetry.lambda.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file of declarative configuration, as the wrapper layer reads it, and as OpenTelemetry's own
 * library does in the agent.
 */
class DeclarativeConfigurationTest {

  private static final String FILE =
      """
      file_format: "1.0"
      resource:
        attributes:
          - name: service.name
            value: from-file
          - name: deployment.environment
            value: prod, eu
      propagator:
        composite:
          - b3:
      tracer_provider:
        processors:
          - batch:
              max_export_batch_size: 2
              exporter:
                otlp_http:
                  endpoint: ${sys:test.endpoint}/v1/traces
                  headers:
                    - name: api-key
                      value: a=b c
        sampler:
          parent_based:
            root:
              always_on:
      """;

  private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private HttpServer server;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    GlobalOpenTelemetry.resetForTest();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("api-key"));
          received.addAll(
              ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                  .getResourceSpansList());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    Path file = Files.write(folder.resolve("otel.yaml"), FILE.getBytes(UTF_8));
    System.setProperty("otel.config.file", file.toString());
    System.setProperty("test.endpoint", "http://localhost:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    System.clearProperty("otel.config.file");
    System.clearProperty("test.endpoint");
    Pipeline.instance().shutdown(0, TimeUnit.SECONDS);
    server.stop(0);
    GlobalOpenTelemetry.resetForTest();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void span_leavesByThePipeline_withLambdasResourceBeneathTheFiles(boolean wrapper) {
    OpenTelemetry openTelemetry = create(wrapper);
    openTelemetry.getTracer("test").spanBuilder("span").startSpan().end();
    assertThat(Pipeline.instance().flush(10, TimeUnit.SECONDS)).isTrue();
    assertThat(received).hasSize(1);
    Map<String, String> resource =
        received.get(0).getResource().getAttributesList().stream()
            .collect(
                Collectors.toMap(
                    attribute -> attribute.getKey(),
                    attribute -> attribute.getValue().getStringValue()));
    assertThat(resource)
        .containsEntry("service.name", "from-file")
        .containsEntry("deployment.environment", "prod, eu")
        .containsEntry("cloud.provider", "aws")
        .containsEntry("cloud.platform", "aws_lambda");
    assertThat(keys).containsExactly("a=b c");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void openSpan_isExportedBeforeItEnds(boolean wrapper) {
    Span open = create(wrapper).getTracer("test").spanBuilder("open").startSpan();
    Pipeline.instance().exportUnfinished(null, 10, TimeUnit.SECONDS);
    assertThat(received).hasSize(1);
    open.end();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void batchSize_andPropagator_areTheFiles(boolean wrapper) {
    OpenTelemetry openTelemetry = create(wrapper);
    assertThat(openTelemetry.getPropagators().getTextMapPropagator().fields())
        .containsExactly("b3");
    openTelemetry.getTracer("test").spanBuilder("one").startSpan().end();
    openTelemetry.getTracer("test").spanBuilder("two").startSpan().end();
    await().untilAsserted(() -> assertThat(received).isNotEmpty());
  }

  private static OpenTelemetry create(boolean wrapper) {
    OpenTelemetry openTelemetry =
        wrapper
            ? new LambdaTelemetry().openTelemetry()
            : AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
    assertThat(System.getProperty("otel.config.file")).endsWith("otel.yaml");
    return openTelemetry;
  }
}
