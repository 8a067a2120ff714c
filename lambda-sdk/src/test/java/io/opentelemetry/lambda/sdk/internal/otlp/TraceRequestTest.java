package io.opentelemetry.lambda.sdk.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares what is written with what the SDK's exporter writes. */
final class TraceRequestTest {

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder()
          .setResource(
              Resource.create(
                  Attributes.of(AttributeKey.stringKey("service.name"), "shop"), "schema:resource"))
          .setSpanLimits(SpanLimits.builder().setMaxNumberOfEvents(3).build())
          .addSpanProcessor(SimpleSpanProcessor.create(spans))
          .build();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void plainSpan_asTheSdkWritesIt() throws IOException {
    provider.get("scope").spanBuilder("plain").startSpan().end();

    assertAsSdk();
  }

  @ParameterizedTest
  @EnumSource(SpanKind.class)
  void kind_asTheSdkWritesIt(SpanKind kind) throws IOException {
    provider.get("scope").spanBuilder("kind").setSpanKind(kind).startSpan().end();

    assertAsSdk();
  }

  @ParameterizedTest
  @EnumSource(StatusCode.class)
  void status_asTheSdkWritesIt(StatusCode status) throws IOException {
    provider.get("scope").spanBuilder("a").startSpan().setStatus(status, "says why").end();
    provider.get("scope").spanBuilder("b").startSpan().setStatus(status).end();

    assertAsSdk();
  }

  @ParameterizedTest
  @MethodSource
  <T> void attribute_asTheSdkWritesIt(AttributeKey<T> key, T value) throws IOException {
    provider.get("scope").spanBuilder("attribute").setAttribute(key, value).startSpan().end();

    assertAsSdk();
  }

  static Stream<Object[]> attribute_asTheSdkWritesIt() {
    return Stream.of(
        new Object[] {AttributeKey.stringKey("key"), "text"},
        new Object[] {AttributeKey.stringKey("key"), ""},
        new Object[] {AttributeKey.stringKey("Schlüssel"), "größer 😀"},
        new Object[] {AttributeKey.stringKey("key"), "a lone surrogate: \uD800 and on"},
        new Object[] {AttributeKey.stringKey("key"), "long ".repeat(10_000)},
        new Object[] {AttributeKey.booleanKey("key"), true},
        new Object[] {AttributeKey.booleanKey("key"), false},
        new Object[] {AttributeKey.longKey("key"), 0L},
        new Object[] {AttributeKey.longKey("key"), Long.MAX_VALUE},
        new Object[] {AttributeKey.longKey("key"), -1L},
        new Object[] {AttributeKey.doubleKey("key"), 0.0},
        new Object[] {AttributeKey.doubleKey("key"), -1.5},
        new Object[] {AttributeKey.doubleKey("key"), Double.NaN},
        new Object[] {AttributeKey.stringArrayKey("key"), List.of("a", "", "b")},
        new Object[] {AttributeKey.booleanArrayKey("key"), List.of(true, false)},
        new Object[] {AttributeKey.longArrayKey("key"), List.of(1L, 0L, -5L)},
        new Object[] {AttributeKey.doubleArrayKey("key"), List.of(1.0, 0.0)},
        new Object[] {AttributeKey.stringArrayKey("key"), List.of()},
        new Object[] {AttributeKey.valueKey("key"), Value.of("text")},
        new Object[] {AttributeKey.valueKey("key"), Value.of(new byte[] {1, 2, 3})},
        new Object[] {AttributeKey.valueKey("key"), Value.of(Value.of("a"), Value.of(2L))},
        new Object[] {
          AttributeKey.valueKey("key"),
          Value.of(
              KeyValue.of("a", Value.of(1L)),
              KeyValue.of("b", Value.of(KeyValue.of("c", Value.of(true)))))
        },
        new Object[] {AttributeKey.valueKey("key"), Value.of(new KeyValue[0])},
        new Object[] {AttributeKey.valueKey("key"), Value.empty()});
  }

  @Test
  void childOfRemoteParent_asTheSdkWritesIt() throws IOException {
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            "0102030405060708090a0b0c0d0e0f10",
            "a102030405060708",
            TraceFlags.getSampled(),
            TraceState.builder().put("vendor", "state").put("other", "one").build());
    provider
        .get("scope")
        .spanBuilder("child")
        .setParent(Context.root().with(Span.wrap(parent)))
        .startSpan()
        .end();

    assertAsSdk();
  }

  @Test
  void childOfLocalParent_asTheSdkWritesIt() throws IOException {
    Span parent = provider.get("scope").spanBuilder("parent").startSpan();
    provider
        .get("scope")
        .spanBuilder("child")
        .setParent(Context.root().with(parent))
        .startSpan()
        .end();
    parent.end();

    assertAsSdk();
  }

  @Test
  void links_asTheSdkWritesThem() throws IOException {
    SpanContext remote =
        SpanContext.createFromRemoteParent(
            "0102030405060708090a0b0c0d0e0f10",
            "a102030405060708",
            TraceFlags.getDefault(),
            TraceState.builder().put("vendor", "state").build());
    provider
        .get("scope")
        .spanBuilder("links")
        .addLink(remote)
        .addLink(remote, Attributes.of(AttributeKey.stringKey("key"), "value"))
        .startSpan()
        .end();

    assertAsSdk();
  }

  @Test
  void eventsBeyondTheLimit_asTheSdkWritesThem() throws IOException {
    Span span = provider.get("scope").spanBuilder("events").startSpan();
    span.recordException(new IllegalStateException("broken"));
    for (int i = 0; i < 5; i++) {
      span.addEvent("event " + i, Attributes.of(AttributeKey.longKey("i"), (long) i));
    }
    span.end();

    assertAsSdk();
  }

  @Test
  void attributesBeyondTheLimit_asTheSdkWritesThem() throws IOException {
    Span span = provider.get("scope").spanBuilder("many").startSpan();
    for (int i = 0; i < 200; i++) {
      span.setAttribute("attribute" + i, "value");
    }
    span.end();

    assertAsSdk();
  }

  @Test
  void scopeWithVersionAndSchema_asTheSdkWritesIt() throws IOException {
    provider
        .tracerBuilder("scope")
        .setInstrumentationVersion("1.2")
        .setSchemaUrl("schema:scope")
        .build()
        .spanBuilder("span")
        .startSpan()
        .end();

    assertAsSdk();
  }

  @Test
  void severalScopes_asTheSdkWritesThemInAnyOrder() throws IOException {
    for (String scope : List.of("a", "b", "a", "c")) {
      provider.get(scope).spanBuilder("of " + scope).startSpan().end();
    }

    assertThat(parse(own()).getResourceSpans(0).getScopeSpansList())
        .containsExactlyInAnyOrderElementsOf(parse(sdks()).getResourceSpans(0).getScopeSpansList());
  }

  @Test
  void severalResources_eachHasItsSpans() throws IOException {
    provider.get("scope").spanBuilder("one").startSpan().end();
    try (SdkTracerProvider other =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build()) {
      other.get("scope").spanBuilder("two").startSpan().end();
      List<SpanData> all = new ArrayList<>(spans.getFinishedSpanItems());

      assertThat(parse(write(TraceRequest.of(all))).getResourceSpansList())
          .extracting(resource -> resource.getScopeSpans(0).getSpans(0).getName())
          .containsExactly("one", "two");
    }
  }

  private void assertAsSdk() throws IOException {
    assertThat(own()).isEqualTo(sdks());
  }

  private byte[] own() throws IOException {
    return write(TraceRequest.of(spans.getFinishedSpanItems()));
  }

  private static byte[] write(TraceRequest request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    request.writeMessage(bytes);
    assertThat(request.getContentLength()).isEqualTo(bytes.size());
    return bytes.toByteArray();
  }

  private byte[] sdks() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TraceRequestMarshaler.create(spans.getFinishedSpanItems())
        .toBinaryMessageWriter()
        .writeMessage(bytes);
    return bytes.toByteArray();
  }

  private static ExportTraceServiceRequest parse(byte[] bytes) throws IOException {
    return ExportTraceServiceRequest.parseFrom(bytes);
  }
}
