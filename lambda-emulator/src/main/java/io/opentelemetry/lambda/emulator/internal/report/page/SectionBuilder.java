package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.internal.report.DurationText;
import io.opentelemetry.lambda.emulator.internal.report.MemoryText;
import io.opentelemetry.lambda.emulator.internal.report.PageText;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Entry;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Failure;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Line;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Section;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes an environment's section: its init, restore, invocations and shutdown, each with the lines
 * that were logged from its begin to the next one's.
 */
final class SectionBuilder {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final EnvironmentReport environment;
  private final RunClock clock;
  private final Map<String, Integer> numbers;
  private final int number;

  /**
   * @param number the environment's, from 1
   * @param numbers the invocations' numbers in the run, by request id
   */
  static Section build(
      EnvironmentReport environment, int number, Map<String, Integer> numbers, RunClock clock) {
    return new SectionBuilder(environment, number, numbers, clock).build();
  }

  private SectionBuilder(
      EnvironmentReport environment, int number, Map<String, Integer> numbers, RunClock clock) {
    this.environment = environment;
    this.number = number;
    this.numbers = numbers;
    this.clock = clock;
  }

  private Section build() {
    List<Chapter> chapters = new ArrayList<>();
    chapters.add(new Chapter(Instant.MIN, this::init));
    phases(Phase.Kind.RESTORE)
        .findFirst()
        .ifPresent(phase -> chapters.add(chapter("Restore", phase)));
    environment
        .invocations()
        .forEach(
            invocation ->
                chapters.add(
                    new Chapter(RunClock.start(invocation), log -> invocation(invocation, log))));
    shutdown().ifPresent(phase -> chapters.add(chapter("Shutdown", phase)));
    chapters.sort(Comparator.comparing(Chapter::start));
    return new Section(
        number,
        PageText.of(environment.name()),
        MemoryText.of(environment.memoryHighWaterBytes()),
        entries(chapters));
  }

  private Chapter chapter(String title, Phase phase) {
    return new Chapter(phase.start(), log -> other(title, phase, log));
  }

  private List<Entry> entries(List<Chapter> chapters) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < chapters.size(); i++) {
      Chapter chapter = chapters.get(i);
      Instant end = i + 1 < chapters.size() ? chapters.get(i + 1).start : Instant.MAX;
      entries.add(chapter.entry.apply(lines(chapter.start, end)));
    }
    return entries;
  }

  private Entry init(List<Line> log) {
    Optional<Phase> phase = phases(Phase.Kind.INIT).findFirst();
    return new Entry(
        "environment-" + number + "-init",
        "Init",
        false,
        lowerCase(environment.init().status()),
        DurationText.of(environment.init().duration()),
        "",
        phase.map(Phase::start).map(TIME::format).orElse(""),
        "",
        null,
        failure(environment.init().error()),
        log,
        phase.map(Phase::start).map(clock::at).orElse(0L),
        phase.map(Phase::end).map(clock::at).orElse(0L));
  }

  private Entry invocation(InvocationResult invocation, List<Line> log) {
    String response = invocation.response();
    Instant start = RunClock.start(invocation);
    int invocationNumber = numbers.getOrDefault(invocation.requestId(), 0);
    return new Entry(
        "invocation-" + invocationNumber,
        "Invocation " + invocationNumber,
        invocation.coldStart(),
        lowerCase(invocation.status()),
        DurationText.of(invocation.duration()),
        invocation.postRuntime().isZero() ? "" : DurationText.of(invocation.postRuntime()),
        TIME.format(start),
        invocation.requestId(),
        response == null ? null : PageText.of(response),
        failure(invocation.error()),
        log,
        clock.at(start),
        clock.at(invocation.responded().plus(invocation.postRuntime())));
  }

  private Entry other(String title, Phase phase, List<Line> log) {
    return new Entry(
        "environment-" + number + "-" + title.toLowerCase(Locale.ROOT),
        title,
        false,
        "",
        DurationText.of(clock.at(phase.end()) - clock.at(phase.start())),
        "",
        TIME.format(phase.start()),
        "",
        null,
        null,
        log,
        clock.at(phase.start()),
        clock.at(phase.end()));
  }

  private Stream<Phase> phases(Phase.Kind kind) {
    return environment.phases().stream().filter(phase -> phase.kind() == kind);
  }

  /** The last shutdown; those before it are part of an init or an invocation that failed. */
  private Optional<Phase> shutdown() {
    List<Phase> phases = environment.phases();
    return phases(Phase.Kind.SHUTDOWN)
        .filter(phase -> phase.equals(phases.get(phases.size() - 1)))
        .findFirst();
  }

  private List<Line> lines(Instant from, Instant to) {
    return environment.log().stream()
        .filter(line -> !line.time().isBefore(from) && line.time().isBefore(to))
        .map(SectionBuilder::line)
        .toList();
  }

  private static Line line(LogLine line) {
    return new Line(TIME.format(line.time()), PageText.of(line.source()), PageText.of(line.text()));
  }

  private static @Nullable Failure failure(@Nullable FunctionError error) {
    return error == null
        ? null
        : new Failure(
            PageText.of(error.errorType()),
            PageText.of(error.errorMessage()),
            PageText.of(String.join("\n", error.stackTrace())));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A part of the run that begins at a time, and ends where the next begins; made when its log is
   * known.
   */
  private record Chapter(Instant start, Function<List<Line>, Entry> entry) {}
}
