package io.opentelemetry.lambda.emulator.internal.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import io.opentelemetry.lambda.emulator.internal.report.SampleEnvironment;
import io.opentelemetry.lambda.emulator.internal.report.SampleRuns;
import io.opentelemetry.lambda.emulator.internal.report.SampleTelemetry;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.EventMark;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.PhaseBar;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.SpanBar;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.Trace;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTimelineBuilderTest {

  private final RunTimeline full = timeline(SampleRuns.full());

  @Test
  void phases_areCountedFromTheStartOfTheRun_withTheirInvocations() {
    assertThat(full.environments().get(0).phases())
        .extracting(PhaseBar::kind, PhaseBar::duration, PhaseBar::invocation, PhaseBar::status)
        .startsWith(
            tuple("init", "875 ms", null, null),
            tuple("frozen", "4.00 ms", null, null),
            tuple("invocation", "362 ms", 1, "ok"),
            tuple("after-response", "12.0 ms", 1, "ok"),
            tuple("frozen", "2 h 3 min", null, null))
        .endsWith(
            tuple("invocation", "600 ms", 5, "timeout"), tuple("shutdown", "20.0 ms", null, null));
    assertThat(full.environments().get(0).phases().get(2).start()).isEqualTo(879_000_000);
  }

  @Test
  void invocations_areNumberedThroughAllEnvironments() {
    assertThat(full.environments().get(1).phases())
        .filteredOn(phase -> phase.kind().equals("invocation"))
        .extracting(PhaseBar::invocation)
        .containsExactly(3);
  }

  @Test
  void span_isInThePhaseInWhichItStarted() {
    SpanBar span = span("DynamoDb.GetItem");
    assertThat(phase(span.environment(), span.phase()).invocation()).isEqualTo(1);
    assertThat(span.late()).isFalse();
    assertThat(span.exportedAfter()).isEqualTo("56.0 ms");
  }

  @Test
  void spanExportedInALaterInvocation_isLate() {
    SpanBar span = span("write behind");
    assertThat(span.late()).isTrue();
    assertThat(phase(span.environment(), span.phase()).invocation()).isEqualTo(2);
    assertThat(phase(span.environment(), span.exportPhase()).invocation()).isEqualTo(4);
  }

  @Test
  void spanOfTheInit_isNotLateInTheFirstInvocation() {
    SampleEnvironment environment =
        SampleEnvironment.of(SampleRuns.FIRST).init(Duration.ofMillis(640));
    Instant init = environment.now().minusMillis(640);
    environment.frozen(Duration.ofMillis(3));
    environment.answer("{}", Duration.ofMillis(48), Duration.ofMillis(1));
    Instant first = environment.now();
    environment.frozen(Duration.ofSeconds(60));
    environment.answer("{}", Duration.ofMillis(48), Duration.ofMillis(1));
    Instant second = environment.now();
    RunTimeline timeline =
        timeline(
            new Run(
                List.of(environment.report()),
                SampleTelemetry.create()
                    .export("a", SampleRuns.FIRST, first.minusMillis(5), initSpan(1, init))
                    .export("a", SampleRuns.FIRST, second.minusMillis(5), initSpan(2, init))
                    .telemetry()));
    assertThat(timeline.spans()).extracting(SpanBar::late).containsExactly(false, true);
  }

  private static Span initSpan(int trace, Instant init) {
    return SampleTelemetry.span(trace, trace, 0, "init", init, Duration.ofMillis(600)).build();
  }

  @Test
  void spanExportedAtTheShutdown_isLate() {
    SpanBar span = span("GET /slow");
    assertThat(span.late()).isTrue();
    assertThat(phase(span.environment(), span.exportPhase()).kind()).isEqualTo("shutdown");
  }

  @Test
  void span_isInTheEnvironmentThatItsResourceNames() {
    assertThat(span("stock.reserve").environment()).isEqualTo(1);
  }

  @Test
  void span_hasItsEventsAndLinks() {
    SpanBar span = full.spans().filter(bar -> !bar.events().isEmpty()).findFirst().orElseThrow();
    assertThat(span.status()).isEqualTo("error");
    assertThat(span.message()).isEqualTo("no such item");
    assertThat(span.events())
        .extracting(EventMark::name, EventMark::after)
        .containsExactly(tuple("exception", "18.0 ms"));
    assertThat(span.links()).hasSize(1);
  }

  @Test
  void tracesAreInTheOrderOfTime_eachWithItsSpansBelowTheirParents() {
    assertThat(full.traces())
        .extracting(Trace::duration, trace -> trace.spans().stream().map(SpanBar::depth).toList())
        .containsExactly(
            tuple("276 ms", List.of(0, 1)),
            tuple("263 ms", List.of(0, 1, 1)),
            tuple("30.0 ms", List.of(0, 1)),
            tuple("590 ms", List.of(0)));
  }

  @Test
  void invocationsThatAreNoPhases_areDrawnAllTheSame() {
    EnvironmentReport environment = SampleRuns.single().environments().get(0);
    List<Phase> phases =
        environment.phases().stream()
            .filter(phase -> phase.kind() != Phase.Kind.INVOCATION)
            .toList();
    Run run =
        new Run(
            List.of(
                new EnvironmentReport(
                    environment.name(),
                    environment.init(),
                    environment.invocations(),
                    phases,
                    environment.log(),
                    environment.memoryHighWaterBytes(),
                    environment.control())),
            SampleTelemetry.create().telemetry());
    assertThat(timeline(run).environments().get(0).phases())
        .extracting(PhaseBar::kind, PhaseBar::duration)
        .contains(tuple("invocation", "48.0 ms"));
  }

  @Test
  void impossibleTimesAndCircles_areNotes() {
    RunTimeline hostile = timeline(SampleRuns.hostile());
    assertThat(hostile.spans()).hasSize(6);
    assertThat(hostile.spans().map(SpanBar::note))
        .contains("Its parent is one of its own descendants.");
    assertThat(hostile.spans().filter(bar -> bar.name().equals("own parent")))
        .extracting(SpanBar::duration)
        .containsExactly("−8.00 ms");
    assertThat(hostile.axis()).allMatch(piece -> piece.width() > 0);
  }

  private SpanBar span(String name) {
    return full.spans().filter(bar -> bar.name().equals(name)).findFirst().orElseThrow();
  }

  private PhaseBar phase(int environment, int index) {
    return full.environments().get(environment).phases().get(index);
  }

  private static RunTimeline timeline(Run run) {
    return RunTimelineBuilder.build(run, RunClock.of(run));
  }
}
