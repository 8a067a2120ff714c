package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A backend that fails costs an invocation no more than the flush may take, and nothing once that
 * is known; what it did not take arrives when it is back, once.
 */
class BackendFaultsIT {

  private static final Duration FLUSH = Duration.ofSeconds(4);
  private static final Duration WAIT = Duration.ofSeconds(90);

  @ParameterizedTest
  @CsvSource({
    "'status=503', 1",
    "'status=429,retry-after=1', 1",
    "refuse, 1",
    "cut, 1",
    "cut=response, 1",
    "silent, 1",
    "latency=6s, 0",
  })
  void fault_costsAFlushOnce_andNothingIsLost(String fault, int lines) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = function("functions.ObjectHandler", sink).build()) {
      List<InvocationResult> results = new ArrayList<>();
      results.add(lambda.invoke("{}"));
      assertThat(sink.received().spans()).hasSize(1);

      sink.fault(OtlpFault.parse(fault));
      for (int i = 0; i < 4; i++) {
        results.add(lambda.invoke("{}"));
      }
      // the first may have found it out
      assertThat(results.subList(2, results.size()))
          .allSatisfy(result -> assertThat(result.duration()).isLessThan(FLUSH.dividedBy(2)));

      sink.healthy();
      await()
          .atMost(WAIT)
          .until(
              () -> {
                results.add(lambda.invoke("{}"));
                return sink.received().spans().size() >= results.size();
              });
      assertThat(results)
          .allSatisfy(
              result ->
                  assertThat(result.response())
                      .isEqualTo("{\"function\":\"orders\",\"remaining\":true}"));
      assertThat(sink.received().spans())
          .extracting(BackendFaultsIT::invocation)
          .containsExactlyInAnyOrderElementsOf(
              results.stream().map(InvocationResult::requestId).toList());
      assertThat(said(lambda)).filteredOn(line -> !line.contains(" spans wait")).hasSize(lines);
      if (lines > 0) {
        assertThat(said(lambda)).last().isEqualTo("[otel] no spans wait any more");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"status=503;every=3", "cut;every=3", "cut=response;every=3"})
  void everyThirdRequestFails_eachSpanArrivesOnce(String fault) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda =
            function("functions.ObjectHandler", sink).dropConnections(true).build()) {
      sink.fault(OtlpFault.parse(fault));
      List<String> invocations = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        invocations.add(lambda.invoke("{}").requestId());
        assertThat(sink.received().spans())
            .extracting(BackendFaultsIT::invocation)
            .containsExactlyElementsOf(invocations);
      }
    }
  }

  @Test
  void partialSuccess_isSaid() {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = function("functions.UserSpans", sink).build()) {
      sink.fault(OtlpFault.partial(1, "too old"));
      lambda.invoke("{}");
      assertThat(sink.received().spans()).hasSize(1);
      assertThat(said(lambda))
          .containsExactly(
              "[otel] 1 items were dropped: the backend at localhost rejects them: too old");
    }
  }

  @Test
  void refusalForGood_isSaidWithHowMuch() {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = function("functions.UserSpans", sink).build()) {
      sink.fault(OtlpFault.status(401));
      lambda.invoke("{}");
      lambda.invoke("{}");
      assertThat(said(lambda))
          .last()
          .asString()
          .startsWith("[otel] 4 spans were dropped: the backend answered 401");
    }
  }

  @Test
  void queueThatIsFull_isSaidWithHowMuch() {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda =
            function("functions.ManySpans", sink)
                .environment("OTEL_LAMBDA_QUEUE_SIZE", "20000")
                .build()) {
      sink.fault(OtlpFault.status(503, Duration.ofHours(1)));
      for (int i = 0; i < 3; i++) {
        assertThat(lambda.invoke("{\"spans\":9,\"bytes\":1000}").response()).isEqualTo("9");
      }
      assertThat(said(lambda))
          .contains("[otel] 10 spans were dropped: the queue of 20000 bytes is full");
    }
  }

  @ParameterizedTest
  @CsvSource({"10000, 100", "1, 5000000"})
  void muchOfIt_arrives(int spans, int bytes) {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = function("functions.ManySpans", sink).build()) {
      lambda.invoke("{\"spans\":%d,\"bytes\":%d}".formatted(spans, bytes));
      await()
          .atMost(WAIT)
          .until(
              () -> {
                lambda.invoke("{}");
                return sink.received().spans().size() > spans + 1;
              });
      assertThat(sink.received().spans())
          .extracting(Span::getSpanId)
          .hasSizeGreaterThan(spans)
          .doesNotHaveDuplicates();
      assertThat(said(lambda)).isEmpty();
    }
  }

  @Test
  void exit_exportsWhatIsOpen() {
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda = function("functions.ManySpans", sink).build()) {
      lambda.invoke("{\"spans\":1,\"exit\":1}");
      assertThat(sink.received().spans()).hasSize(2);
      assertThat(sink.received().spans())
          .filteredOn(
              span ->
                  span.getAttributesList().stream()
                      .anyMatch(a -> a.getKey().equals("otel.lambda.unfinished")))
          .hasSize(1);
    }
  }

  @Test
  void proxyOfTheVariables_isUsed() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    try (OtlpSink sink = OtlpSink.start()) {
      HttpServer proxy = proxy(sink, asked);
      try (LambdaEnvironment lambda =
          function("functions.ObjectHandler", sink)
              .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://backend.invalid:4318")
              .environment("http_proxy", "http://localhost:" + proxy.getAddress().getPort())
              .build()) {
        lambda.invoke("{}");
        assertThat(asked).containsExactly("http://backend.invalid:4318/v1/traces");
        assertThat(sink.received().spans()).hasSize(1);
      } finally {
        proxy.stop(0);
      }
    }
  }

  private static HttpServer proxy(OtlpSink sink, List<String> asked) throws IOException {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          URI target =
              URI.create(
                  "http://localhost:" + sink.httpPort() + exchange.getRequestURI().getPath());
          try {
            HttpResponse<byte[]> response =
                HttpClient.newHttpClient()
                    .send(
                        HttpRequest.newBuilder(target)
                            .header("Content-Type", "application/x-protobuf")
                            .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                            .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(response.statusCode(), -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    proxy.start();
    return proxy;
  }

  private static LambdaEnvironmentBuilder function(String handler, OtlpSink sink) {
    return Layer.WRAPPER
        .function(handler)
        .otlpSink(sink)
        .timeout(Duration.ofSeconds(60))
        .environment("OTEL_EXPORTER_OTLP_TIMEOUT", "8000")
        .environment(
            "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", String.valueOf(FLUSH.toMillis()));
  }

  private static String invocation(Span span) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("faas.invocation_id"))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> said(LambdaEnvironment lambda) {
    return lambda.output().stream().filter(line -> line.startsWith("[otel] ")).toList();
  }
}
