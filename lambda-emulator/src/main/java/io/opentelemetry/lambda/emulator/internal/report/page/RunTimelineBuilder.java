package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.internal.report.DurationText;
import io.opentelemetry.lambda.emulator.internal.report.PageText;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import io.opentelemetry.lambda.emulator.internal.report.SpanForest;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.PhaseBar;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.SpanBar;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.Trace;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the phases and the spans of a run on one axis. */
final class RunTimelineBuilder {

  private final Run run;
  private final RunClock clock;
  private final Map<String, InvocationResult> invocations = new HashMap<>();
  private final Map<String, Integer> numbers;

  static RunTimeline build(Run run, RunClock clock) {
    return new RunTimelineBuilder(run, clock).build();
  }

  private RunTimelineBuilder(Run run, RunClock clock) {
    this.run = run;
    this.clock = clock;
    this.numbers = run.invocationNumbers();
    run.invocations().forEach(result -> invocations.put(result.requestId(), result));
  }

  private RunTimeline build() {
    ReceivedSpans spans = ReceivedSpans.of(run);
    List<Trace> traces = traces(spans);
    return new RunTimeline(
        clock.originMillis(),
        axis(traces).pieces(),
        run.environments().stream().map(this::track).toList(),
        spans.resources(),
        spans.scopes(),
        traces);
  }

  private List<Trace> traces(ReceivedSpans spans) {
    SpanBars bars =
        SpanBars.create(
            run.environments().stream().map(report -> PhaseTrack.of(report, clock)).toList(),
            clock);
    List<Trace> traces = new ArrayList<>();
    SpanForest.of(run.telemetry().spans())
        .forEach(
            (id, branches) ->
                traces.add(
                    trace(
                        HexFormat.of().formatHex(id.toByteArray()),
                        branches.stream()
                            .map(branch -> bars.bar(spans.get(branch.index()), branch))
                            .toList())));
    return traces;
  }

  private static Trace trace(String id, List<SpanBar> spans) {
    long start = spans.stream().mapToLong(SpanBar::start).min().orElse(0);
    long end = spans.stream().mapToLong(SpanBar::end).max().orElse(0);
    return new Trace(id, start, end, DurationText.of(end - start), spans);
  }

  private TimeAxis axis(List<Trace> traces) {
    TimeAxis axis = TimeAxis.create();
    for (EnvironmentReport environment : run.environments()) {
      environment
          .invocations()
          .forEach(
              invocation ->
                  axis.addWork(
                      clock.at(RunClock.start(invocation)), clock.at(invocation.responded())));
      for (Phase phase : environment.phases()) {
        long start = clock.at(phase.start());
        long end = clock.at(phase.end());
        if (phase.kind() == Phase.Kind.FROZEN) {
          axis.addRest(start, end);
        } else {
          axis.addWork(start, end);
        }
      }
    }
    for (Trace trace : traces) {
      for (SpanBar span : trace.spans()) {
        axis.addSpan(span.start(), span.end());
        axis.addSpan(span.exported(), span.exported());
      }
    }
    return axis;
  }

  private Track track(EnvironmentReport environment) {
    Set<String> drawn =
        environment.phases().stream()
            .filter(phase -> phase.kind() == Phase.Kind.INVOCATION)
            .map(Phase::requestId)
            .collect(Collectors.toSet());
    // on managed instances, invocations are no phases: they overlap
    Stream<Phase> others =
        environment.invocations().stream()
            .filter(invocation -> !drawn.contains(invocation.requestId()))
            .map(RunTimelineBuilder::phase);
    return new Track(
        PageText.of(environment.name()),
        Stream.concat(environment.phases().stream(), others).map(this::bar).toList());
  }

  private static Phase phase(InvocationResult invocation) {
    return new Phase(
        Phase.Kind.INVOCATION,
        RunClock.start(invocation),
        invocation.responded(),
        invocation.requestId());
  }

  private PhaseBar bar(Phase phase) {
    return new PhaseBar(
        phase.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        clock.at(phase.start()),
        clock.at(phase.end()),
        DurationText.of(Duration.between(phase.start(), phase.end())),
        status(phase),
        numbers.get(phase.requestId()));
  }

  private @Nullable String status(Phase phase) {
    InvocationResult invocation = invocations.get(phase.requestId());
    return invocation == null ? null : invocation.status().name().toLowerCase(Locale.ROOT);
  }
}
