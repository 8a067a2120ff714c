package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.Invocation;
import io.opentelemetry.lambda.emulator.LambdaEnvironment;
import io.opentelemetry.lambda.instrumentation.TriggerRow;
import io.opentelemetry.lambda.instrumentation.TriggerRows;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each row of the documented table of triggers, with the layers as they are built. */
class TriggersIT {

  @TestFactory
  List<DynamicTest> wrapper() {
    return tests(Layer.WRAPPER);
  }

  @TestFactory
  List<DynamicTest> javaagent() {
    return tests(Layer.JAVAAGENT);
  }

  private static List<DynamicTest> tests(Layer layer) {
    List<TriggerRow> rows = TriggerRows.documented();
    List<DynamicTest> tests = new ArrayList<>();
    try (LambdaEnvironment lambda = layer.function("functions.WebHandler").build()) {
      for (TriggerRow row : rows) {
        int before = lambda.telemetry().spans().size();
        assertThat(lambda.invoke(Invocation.of(row.json())).response())
            .isEqualTo(TriggerRows.RESPONSE);
        List<Span> spans = lambda.telemetry().spans();
        List<Span> added = spans.subList(before, spans.size());
        tests.add(DynamicTest.dynamicTest(row.toString(), () -> check(row, added)));
      }
    }
    return tests;
  }

  private static void check(TriggerRow row, List<Span> spans) {
    assertThat(spans).hasSize(1);
    Span span = spans.get(0);
    assertThat(span.getName()).isEqualTo(row.spanName);
    assertThat(span.getKind().name()).isEqualTo("SPAN_KIND_" + row.kind);
    assertThat(attributes(span)).containsAllEntriesOf(row.attributes);
    assertThat(hex(span.getParentSpanId().toByteArray())).isEqualTo(row.parent);
    assertThat(span.getLinksList())
        .extracting(link -> hex(link.getSpanId().toByteArray()))
        .isEqualTo(row.links);
  }

  private static Map<String, Object> attributes(Span span) {
    Map<String, Object> attributes = new TreeMap<>();
    for (KeyValue attribute : span.getAttributesList()) {
      AnyValue value = attribute.getValue();
      attributes.put(
          attribute.getKey(),
          value.hasIntValue() ? (Object) (int) value.getIntValue() : value.getStringValue());
    }
    return attributes;
  }

  private static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }
}
