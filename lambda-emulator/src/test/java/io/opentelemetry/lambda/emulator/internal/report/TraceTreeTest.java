package io.opentelemetry.lambda.emulator.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTreeTest {

  @Test
  void lines_drawTheTree() {
    Span root = span("01", "", "GET /", Span.SpanKind.SPAN_KIND_SERVER, 0, 30);
    Span first = span("02", "01", "first", Span.SpanKind.SPAN_KIND_CLIENT, 5, 10);
    Span nested = span("03", "02", "nested", Span.SpanKind.SPAN_KIND_INTERNAL, 6, 7);
    Span second =
        span("04", "01", "second", Span.SpanKind.SPAN_KIND_CLIENT, 15, 20).toBuilder()
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
            .build();
    assertThat(lines(second, nested, first, root))
        .containsExactly(
            "trace aa",
            "└─ GET /  SERVER  30.0 ms  unset",
            "   ├─ first  CLIENT  5.0 ms  unset",
            "   │  └─ nested  INTERNAL  1.0 ms  unset",
            "   └─ second  CLIENT  5.0 ms  error",
            "");
  }

  @Test
  void lines_spanWhoseParentIsElsewhere_isARoot() {
    Span remote = span("02", "01", "handler", Span.SpanKind.SPAN_KIND_SERVER, 0, 1);
    assertThat(lines(remote)).containsExactly("trace aa", "└─ handler  SERVER  1.0 ms  unset", "");
  }

  private static List<String> lines(Span... spans) {
    return TraceTree.of(List.of(spans)).lines().stream().map(TraceTree.Line::text).toList();
  }

  private static Span span(
      String id, String parent, String name, Span.SpanKind kind, int startMs, int endMs) {
    return Span.newBuilder()
        .setTraceId(ByteString.fromHex("aa"))
        .setSpanId(ByteString.fromHex(id))
        .setParentSpanId(ByteString.fromHex(parent))
        .setName(name)
        .setKind(kind)
        .setStartTimeUnixNano(startMs * 1_000_000L)
        .setEndTimeUnixNano(endMs * 1_000_000L)
        .build();
  }
}
