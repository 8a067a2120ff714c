package io.opentelemetry.lambda.emulator.internal.report;

import com.google.protobuf.ByteString;
import io.opentelemetry.lambda.emulator.otlp.ReceivedTelemetry;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes up what was received. */
public final class SampleTelemetry {

  private final List<ReceivedTelemetry.Export> exports = new ArrayList<>();

  public static SampleTelemetry create() {
    return new SampleTelemetry();
  }

  private SampleTelemetry() {}

  /** Spans of a service, which an environment exported at once. */
  public SampleTelemetry export(
      String service, String environment, Instant arrival, Span... spans) {
    ResourceSpans resourceSpans =
        ResourceSpans.newBuilder()
            .setResource(
                Resource.newBuilder()
                    .addAttributes(attribute("service.name", service))
                    .addAttributes(attribute("faas.name", service))
                    .addAttributes(attribute("faas.instance", environment))
                    .addAttributes(attribute("cloud.provider", "aws"))
                    .addAttributes(attribute("faas.max_memory", "536870912")))
            .addScopeSpans(
                ScopeSpans.newBuilder()
                    .setScope(
                        InstrumentationScope.newBuilder().setName("io.test").setVersion("1.0"))
                    .addAllSpans(Arrays.asList(spans)))
            .build();
    exports.add(
        new ReceivedTelemetry.Export(arrival, List.of(resourceSpans), List.of(), List.of()));
    return this;
  }

  public ReceivedTelemetry telemetry() {
    return new ReceivedTelemetry(List.copyOf(exports));
  }

  /**
   * A span.
   *
   * @param parent 0 for none
   */
  public static Span.Builder span(
      int trace, int id, int parent, String name, Instant start, Duration duration) {
    return Span.newBuilder()
        .setTraceId(id(trace, 32))
        .setSpanId(id(id, 16))
        .setParentSpanId(parent == 0 ? ByteString.EMPTY : id(parent, 16))
        .setName(name)
        .setKind(parent == 0 ? Span.SpanKind.SPAN_KIND_SERVER : Span.SpanKind.SPAN_KIND_INTERNAL)
        .setStartTimeUnixNano(unixNanos(start))
        .setEndTimeUnixNano(unixNanos(start.plus(duration)));
  }

  public static KeyValue attribute(String name, String value) {
    return KeyValue.newBuilder()
        .setKey(name)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  public static long unixNanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }

  private static ByteString id(int number, int digits) {
    return ByteString.fromHex(String.format("%0" + digits + "x", number));
  }
}
