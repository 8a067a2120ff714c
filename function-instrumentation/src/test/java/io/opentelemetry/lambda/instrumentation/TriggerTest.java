package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayLambdaPropagator;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.extension.trace.propagation.JaegerPropagator;
import io.opentelemetry.extension.trace.propagation.OtTracePropagator;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole span for each event of conformance/, and the tables of triggers in docs/. */
@SuppressWarnings("deprecation") // deprecated propagators are still in use
class TriggerTest {

  private static final Map<String, TextMapPropagator> PROPAGATORS =
      Map.of(
          "tracecontext", W3CTraceContextPropagator.getInstance(),
          "baggage", W3CBaggagePropagator.getInstance(),
          "b3", B3Propagator.injectingSingleHeader(),
          "b3multi", B3Propagator.injectingMultiHeaders(),
          "jaeger", JaegerPropagator.getInstance(),
          "ottrace", OtTracePropagator.getInstance(),
          "xray", AwsXrayPropagator.getInstance(),
          "xray-lambda", AwsXrayLambdaPropagator.getInstance());

  static List<TriggerRow> rows() {
    return TriggerRows.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void span(TriggerRow row) throws Exception {
    check(row, row.json());
  }

  static List<TriggerRow> documented() {
    return TriggerRows.documented();
  }

  @ParameterizedTest
  @MethodSource("documented")
  void span_ofAnEventInAnyOrder(TriggerRow row) throws Exception {
    for (int seed = 0; seed < 25; seed++) {
      check(row, Shuffled.json(row.json(), seed));
    }
  }

  static List<TriggerRow> requests() {
    return documented().stream()
        .filter(row -> row.type.equals("http") && !row.name.equals("appsync-batch"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void span_ofAnEventWithALargeBodyInFront(TriggerRow row) throws Exception {
    check(row, Shuffled.first(row.json(), "body", "x".repeat(1_000_000)));
  }

  private static void check(TriggerRow row, byte[] json) throws Exception {
    List<SpanData> spans = invoke(row, json);
    assertThat(spans).hasSize(row.sampled ? 1 : 0);
    for (SpanData span : spans) {
      assertThat(span).hasName(row.spanName).hasKind(row.kind);
      assertThat(span.getAttributes().asMap()).isEqualTo(row.allAttributes().asMap());
      assertThat(span.getParentSpanId())
          .isEqualTo(row.parent.isEmpty() ? "0000000000000000" : row.parent);
      assertThat(span.getLinks())
          .extracting(link -> link.getSpanContext().getSpanId())
          .isEqualTo(row.links);
    }
  }

  private static List<SpanData> invoke(TriggerRow row, byte[] json) throws Exception {
    TestTelemetry telemetry = TestTelemetry.create(propagator(row));
    TestContext context = TestContext.create();
    if (row.clientContext != null) {
      context = context.withClientContext(row.clientContext);
    }
    if (row.traceHeader != null) {
      context = context.withXrayTraceId(row.traceHeader);
    }
    FunctionInstrumentation.create(telemetry, new InstrumentationSettings(row.environment::get))
        .handle(
            (event, response, unused) -> {
              assertThat(event.readAllBytes()).isEqualTo(json);
              response.write(TriggerRows.RESPONSE.getBytes(UTF_8));
            },
            new ByteArrayInputStream(json),
            new ByteArrayOutputStream(),
            context);
    return telemetry.spans();
  }

  private static TextMapPropagator propagator(TriggerRow row) {
    String names =
        row.environment.getOrDefault(
            InstrumentationSettings.PROPAGATORS, "tracecontext,baggage,xray");
    return TextMapPropagator.composite(
        Arrays.stream(names.split(",")).map(PROPAGATORS::get).toList());
  }

  @Test
  void readme_hasARowForEachTrigger() {
    assertThat(
            Docs.table("what-is-reported.md", "trigger").stream()
                .map(row -> String.join(" ", row.subList(0, 3))))
        .containsExactlyElementsOf(
            TriggerRows.documented().stream()
                .map(row -> row.trigger + " `" + row.type + "` " + row.kind)
                .distinct()
                .toList());
  }

  @Test
  void readme_hasARowForEachAttribute() {
    Set<String> attributes =
        rows().stream()
            .flatMap(row -> row.allAttributes().asMap().keySet().stream())
            .map(AttributeKey::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    attributes.add("error.type");
    assertThat(
            Docs.table("what-is-reported.md", "attribute").stream()
                .map(row -> Docs.names(row.get(0)))
                .flatMap(Collection::stream)
                .sorted())
        .containsExactlyElementsOf(attributes);
  }

  @Test
  void everyEventsFile_isInARow() throws Exception {
    String rows = new String(TriggerRow.resource("/events.json"), UTF_8);
    try (Stream<Path> events =
        Files.list(Path.of(TriggerTest.class.getResource("/events").toURI()))) {
      assertThat(events)
          .allSatisfy(file -> assertThat(rows).contains("\"events/" + file.getFileName() + "\""));
    }
  }
}
