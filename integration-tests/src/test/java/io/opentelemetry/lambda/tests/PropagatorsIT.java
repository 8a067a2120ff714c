package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.instrumentation.Docs;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each row of the documented table of propagators, with the layers as they are built. */
class PropagatorsIT {

  private static final String TRACE = "5759e988bd862e3fe1be46a994272793";
  private static final String PARENT = "53995c3f42cd8ad8";

  /** The headers of a client that uses a propagator, as JSON's members. */
  private static final Map<String, String> HEADERS = headers();

  private static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("tracecontext", "\"Traceparent\":\"00-%s-%s-01\"".formatted(TRACE, PARENT));
    headers.put(
        "baggage",
        "\"traceparent\":\"00-%s-%s-01\",\"Baggage\":\"user=me\"".formatted(TRACE, PARENT));
    headers.put("b3", "\"B3\":\"%s-%s-1\"".formatted(TRACE, PARENT));
    headers.put(
        "b3multi",
        "\"X-B3-TraceId\":\"%s\",\"X-B3-SpanId\":\"%s\",\"X-B3-Sampled\":\"1\""
            .formatted(TRACE, PARENT));
    headers.put("jaeger", "\"Uber-Trace-Id\":\"%s:%s:0:1\"".formatted(TRACE, PARENT));
    headers.put(
        "ottrace",
        "\"OT-Tracer-TraceId\":\"%s\",\"OT-Tracer-SpanId\":\"%s\",\"OT-Tracer-Sampled\":\"true\""
            .formatted(TRACE, PARENT));
    headers.put("xray", "\"X-Amzn-Trace-Id\":\"%s\"".formatted(xray(PARENT)));
    headers.put("xray-lambda", "\"X-Amzn-Trace-Id\":\"%s\"".formatted(xray("1111111111111111")));
    return headers;
  }

  private static String xray(String parent) {
    return "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=" + parent + ";Sampled=1";
  }

  @Test
  void page_hasARowForEach() {
    assertThat(Docs.table("what-is-reported.md", "propagator"))
        .extracting(row -> Docs.names(row.get(0)).get(0))
        .containsExactlyElementsOf(HEADERS.keySet());
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void parentOfEachHeader(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.WebHandler")
            .environment("OTEL_PROPAGATORS", "tracecontext,baggage,b3,b3multi,jaeger,ottrace,xray")
            .build()) {
      HEADERS.forEach(
          (propagator, headers) -> {
            if (!propagator.equals("xray-lambda")) {
              assertThat(parent(lambda, headers)).as(propagator).isEqualTo(PARENT);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void xrayLambda_readsTheEnvironmentsHeader(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.WebHandler")
            .environment("OTEL_PROPAGATORS", "tracecontext,baggage,xray-lambda")
            .build()) {
      assertThat(parent(lambda, HEADERS.get("xray-lambda"))).isEqualTo(PARENT);
    }
  }

  @Test
  void propagatorOfTheFunctionsOwn_wrapper(@TempDir Path folder) throws Exception {
    Path services =
        Files.createDirectories(
            FunctionFolder.create(folder, List.of()).resolve("META-INF/services"));
    Files.writeString(
        services.resolve("io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider"),
        "functions.OwnPropagator");
    try (LambdaEnvironment lambda =
        Layer.WRAPPER
            .function(folder, "functions.WebHandler")
            .environment("OTEL_PROPAGATORS", "own,tracecontext")
            .build()) {
      assertThat(parent(lambda, "\"own-trace\":\"%s/%s\"".formatted(TRACE, PARENT)))
          .isEqualTo(PARENT);
    }
  }

  private static String parent(LambdaEnvironment lambda, String headers) {
    String event =
        """
        {"resource":"/","path":"/","httpMethod":"GET","requestContext":{"stage":"prod"},"headers":{%s}}
        """
            .formatted(headers);
    lambda.invoke(InvocationRequest.of(event).withTraceHeader(xray(PARENT)));
    List<Span> spans = lambda.telemetry().spans();
    Span span = spans.get(spans.size() - 1);
    return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
  }
}
