package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.lambda.instrumentation.internal.Configuration;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole span for an event of each trigger, and the tables of them in docs/. */
class TriggerTest {

  static List<TriggerRow> rows() {
    return TriggerRows.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void span(TriggerRow row) throws Exception {
    SpanData span = invoke(row);
    assertThat(span).hasName(row.spanName).hasKind(row.kind);
    assertThat(span.getAttributes().asMap()).isEqualTo(row.allAttributes().asMap());
    assertThat(span.getParentSpanId())
        .isEqualTo(row.parent.isEmpty() ? "0000000000000000" : row.parent);
    assertThat(span.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .isEqualTo(row.links);
  }

  private static SpanData invoke(TriggerRow row) throws Exception {
    TestTelemetry telemetry = TestTelemetry.create();
    FunctionInstrumentation.create(telemetry, new Configuration(name -> null))
        .handle(
            (event, response, context) -> {
              assertThat(event.readAllBytes()).isEqualTo(row.json());
              response.write(TriggerRows.RESPONSE.getBytes(UTF_8));
            },
            new ByteArrayInputStream(row.json()),
            new ByteArrayOutputStream(),
            TestContext.create());
    assertThat(telemetry.spans()).hasSize(1);
    return telemetry.spans().get(0);
  }

  @Test
  void readme_hasARowForEachTrigger() {
    assertThat(
            Docs.table("what-is-reported.md", "trigger").stream()
                .map(row -> String.join(" ", row.subList(0, 3))))
        .containsExactlyElementsOf(
            rows().stream()
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
  void everyEventIsInARow() throws Exception {
    try (Stream<Path> events =
        Files.list(Path.of(TriggerTest.class.getResource("/events").toURI()))) {
      assertThat(events.map(file -> file.getFileName().toString().replace(".json", "")).sorted())
          .containsExactlyElementsOf(rows().stream().map(row -> row.event).sorted().toList());
    }
  }
}
