package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.internal.report.DurationText;
import io.opentelemetry.lambda.emulator.internal.report.MemoryText;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Tile;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.SpanBar;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers by which one sees whether to look any further. */
final class Summary {

  static List<Tile> of(Run run, RunTimeline timeline) {
    return List.of(
        invocations(run.invocations()),
        inits(run.environments().stream().map(EnvironmentReport::init).toList()),
        durations("Time to the response", run, InvocationResult::duration),
        durations("Awake after the response", run, InvocationResult::postRuntime),
        memory(run),
        spans(timeline),
        exports(timeline));
  }

  private static Tile invocations(List<InvocationResult> invocations) {
    return new Tile(
        "Invocations",
        Integer.toString(invocations.size()),
        failures(
            invocations.stream().filter(i -> i.status() == InvocationResult.Status.ERROR).count(),
            invocations.stream().filter(i -> i.status() == InvocationResult.Status.TIMEOUT).count(),
            "all ok"),
        invocations.stream().anyMatch(i -> i.status() != InvocationResult.Status.OK));
  }

  private static Tile inits(List<InitResult> inits) {
    return new Tile(
        "Init",
        inits.stream()
            .map(InitResult::duration)
            .sorted()
            .map(DurationText::of)
            .reduce((shorter, longer) -> longer)
            .orElse("none"),
        failures(
            inits.stream().filter(i -> i.status() == InitResult.Status.ERROR).count(),
            inits.stream().filter(i -> i.status() == InitResult.Status.TIMEOUT).count(),
            inits.size() > 1 ? "the longest of " + inits.size() : "ok"),
        inits.stream().anyMatch(i -> i.status() != InitResult.Status.OK));
  }

  private static String failures(long failed, long timedOut, String none) {
    String failures =
        Stream.of(count(failed, "failed"), count(timedOut, "timed out"))
            .filter(count -> !count.startsWith("0 "))
            .collect(Collectors.joining(", "));
    return failures.isEmpty() ? none : failures;
  }

  private static Tile durations(
      String label, Run run, Function<InvocationResult, Duration> duration) {
    List<Duration> sorted = run.invocations().stream().map(duration).sorted().toList();
    return sorted.isEmpty()
        ? new Tile(label, "none", "", false)
        : new Tile(
            label,
            DurationText.of(median(sorted)),
            sorted.size() == 1
                ? ""
                : "median; the longest " + DurationText.of(sorted.get(sorted.size() - 1)),
            false);
  }

  /** The mean of the two in the middle where there is no one there. */
  private static Duration median(List<Duration> sorted) {
    Duration upper = sorted.get(sorted.size() / 2);
    Duration lower = sorted.get((sorted.size() - 1) / 2);
    return lower.plus(upper).dividedBy(2);
  }

  private static Tile memory(Run run) {
    int environments = run.environments().size();
    String control = run.environments().get(0).control();
    return new Tile(
        "Memory high water",
        MemoryText.of(run.memoryHighWaterBytes()),
        environments == 1
            ? control
            : "the highest of " + environments + " environments; " + control,
        false);
  }

  private static Tile spans(RunTimeline timeline) {
    long errors = timeline.spans().filter(span -> span.status().equals("error")).count();
    String traces =
        timeline.traces().size() == 1 ? "1 trace" : timeline.traces().size() + " traces";
    return new Tile(
        "Spans",
        String.format(Locale.ROOT, "%,d", timeline.spans().count()),
        errors == 0 ? traces : traces + ", " + count(errors, "with an error"),
        errors > 0);
  }

  private static Tile exports(RunTimeline timeline) {
    long late = timeline.spans().filter(SpanBar::late).count();
    return new Tile(
        "Exported late",
        Long.toString(late),
        late == 0 ? "" : "not in the invocation they started in",
        late > 0);
  }

  private static String count(long number, String what) {
    return number + " " + what;
  }

  private Summary() {}
}
