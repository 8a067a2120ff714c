package io.opentelemetry.lambda.emulator.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.lambda.emulator.internal.report.SpanForest.Branch;
import io.opentelemetry.lambda.emulator.internal.report.SpanForest.Parent;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanForestTest {

  @Test
  void childrenStandBelowTheirParents_inTheOrderOfTime() {
    assertThat(branches(span(4, 1, 30), span(3, 2, 20), span(2, 1, 10), span(1, 0, 0)))
        .containsExactly(
            new Branch(3, 0, true, Parent.NONE),
            new Branch(2, 1, false, Parent.PRESENT),
            new Branch(1, 2, true, Parent.PRESENT),
            new Branch(0, 1, true, Parent.PRESENT));
  }

  @Test
  void parentIsMissing_isARoot() {
    assertThat(branches(span(2, 1, 0), span(3, 2, 1)))
        .containsExactly(
            new Branch(0, 0, true, Parent.MISSING), new Branch(1, 1, true, Parent.PRESENT));
  }

  @Test
  void circle_isCutAboveItsFirstSpan_withAllThatHangsOnIt() {
    assertThat(branches(span(9, 2, 0), span(1, 3, 1), span(2, 1, 2), span(3, 2, 3)))
        .containsExactly(
            new Branch(1, 0, true, Parent.CIRCULAR),
            new Branch(2, 1, true, Parent.PRESENT),
            new Branch(0, 2, false, Parent.PRESENT),
            new Branch(3, 2, true, Parent.PRESENT));
  }

  @Test
  void spanThatIsItsOwnParent_isARoot() {
    assertThat(branches(span(1, 1, 0))).containsExactly(new Branch(0, 0, true, Parent.CIRCULAR));
  }

  @Test
  void spanThatCameTwice_isThereTwice() {
    assertThat(branches(span(1, 0, 0), span(1, 0, 0), span(2, 1, 1)))
        .containsExactly(
            new Branch(0, 0, false, Parent.NONE),
            new Branch(2, 1, true, Parent.PRESENT),
            new Branch(1, 0, true, Parent.NONE));
  }

  @Test
  void chainOfManySpans_isNoDeeperThanTheStack() {
    List<Span> chain = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) {
      chain.add(span(i, i - 1, i));
    }
    assertThat(branches(chain.toArray(Span[]::new)))
        .hasSize(20_000)
        .last()
        .satisfies(branch -> assertThat(branch.depth()).isEqualTo(19_999));
  }

  @Test
  void traces_areInTheOrderOfTheirFirstSpans() {
    Span late = span(1, 0, 2);
    Span early = span(2, 0, 1).toBuilder().setTraceId(ByteString.fromHex("bb")).build();
    assertThat(SpanForest.of(List.of(late, early)).keySet())
        .containsExactly(early.getTraceId(), late.getTraceId());
  }

  private static List<Branch> branches(Span... spans) {
    return SpanForest.of(List.of(spans)).values().stream().flatMap(Collection::stream).toList();
  }

  private static Span span(int id, int parent, long start) {
    return Span.newBuilder()
        .setTraceId(ByteString.fromHex("aa"))
        .setSpanId(id(id))
        .setParentSpanId(parent == 0 ? ByteString.EMPTY : id(parent))
        .setStartTimeUnixNano(start)
        .build();
  }

  private static ByteString id(int id) {
    return ByteString.fromHex(String.format("%016x", id));
  }
}
